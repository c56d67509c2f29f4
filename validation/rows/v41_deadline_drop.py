"""V41: dropping what is late needs a margin."""

from __future__ import annotations

from collections.abc import Mapping

from validation.metastable import UP, goodput_afterwards
from validation.row import Effort, Row, every


def measure(seed: int, _effort: Effort) -> Mapping[str, float]:
    """A run without and one with a margin of 300 ms, the p95 of an exponential service of 100 ms."""
    rules = {"queue_limit": -1, "deadline_drop": "at_head"}
    return {
        "without": goodput_afterwards(seed, **rules),
        "with": goodput_afterwards(seed, **rules, deadline_margin_ms=300.0),
    }


ROW = Row(
    number="V41",
    section="3C",
    title="Dropping at exactly the deadline is not enough",
    setup="As V34 with a queue without limit that drops requests whose callers have gone, with and without a margin.",
    source="Prototype of the authors of the table (0.04); work must start early enough to finish in time.",
    checks=(
        every("without", "goodput afterwards, no margin", high=0.2, expected=0.04),
        every("with", "goodput afterwards, margin of the service's p95", low=UP, expected=1.0),
    ),
    measure=measure,
    gate=True,
)
