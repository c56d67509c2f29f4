"""V37: at which load a stall is for ever."""

from __future__ import annotations

from collections.abc import Mapping

from validation.metastable import goodput_afterwards, recovers, stays_down
from validation.row import Effort, Row

DOWN_AT = (160, 200, 240)


def measure(seed: int, effort: Effort) -> Mapping[str, float]:
    """A run for each load."""
    loads = effort.pick(full=(140, 150, *DOWN_AT), short=(140, *DOWN_AT))
    return {f"at_{load}": goodput_afterwards(seed, load_per_s=float(load)) for load in loads}


ROW = Row(
    number="V37",
    section="3C",
    title="The vulnerable region begins at capacity over attempts",
    setup="As V34 with a steady load of 140, 150, 160, 200 or 240/s.",
    source="Calculation: 300 / 2 = 150/s; prototype of the authors of the table.",
    checks=(
        recovers("at_140", "140/s"),
        *(stays_down(f"at_{load}", f"{load}/s") for load in DOWN_AT),
    ),
    measure=measure,
    gate=True,
    note="At 150/s, the threshold itself, the queue is a random walk without drift and chance decides: the table's "
    "single run came back, so no verdict is given there.",
)
