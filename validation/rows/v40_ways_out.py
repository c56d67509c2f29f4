"""V40: two ways out."""

from __future__ import annotations

from collections.abc import Mapping

from validation.metastable import goodput_afterwards, recovers
from validation.row import Effort, Row


def measure(seed: int, _effort: Effort) -> Mapping[str, float]:
    """A run for each."""
    return {"lifo": goodput_afterwards(seed, discipline="lifo"), "no_retry": goodput_afterwards(seed, attempts=1)}


ROW = Row(
    number="V40",
    section="3C",
    title="Serving the newest first, or not retrying, escapes",
    setup="As V34 with a queue that serves the newest first, or without a retry.",
    source="Prototype of the authors of the table.",
    checks=(recovers("lifo", "newest first"), recovers("no_retry", "no retry")),
    measure=measure,
    gate=True,
)
