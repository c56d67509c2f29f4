"""V35: how small a stall is enough."""

from __future__ import annotations

from collections.abc import Mapping

from validation.metastable import goodput_afterwards, recovers, stays_down
from validation.row import Effort, Row


def measure(seed: int, _effort: Effort) -> Mapping[str, float]:
    """A run for each length."""
    return {"half": goodput_afterwards(seed, stall_s=0.5), "whole": goodput_afterwards(seed, stall_s=1.0)}


ROW = Row(
    number="V35",
    section="3C",
    title="The size of the trigger: half a second is harmless, one second is for ever",
    setup="As V34, with a stall of 0.5 s or 1.0 s.",
    source="Prototype of the authors of the table; 1 s is the timeout, the age at which work turns worthless.",
    checks=(recovers("half", "stall of 0.5 s"), stays_down("whole", "stall of 1.0 s")),
    measure=measure,
    gate=True,
)
