"""V47: goodput past capacity, with and without a limit of the queue."""

from __future__ import annotations

from collections.abc import Mapping

from validation.metastable import CAPACITY_PER_S, database
from validation.row import Effort, Row, every
from validation.running import watch

LOADS = (1.2, 1.5, 2.0, 3.0)
QUEUES = {"bounded": 60, "unbounded": -1}


def measure(seed: int, effort: Effort) -> Mapping[str, float]:
    """A run for each load and queue; goodput over capacity, once the queue has grown beyond the deadline."""
    measured = {}
    for name, limit in QUEUES.items():
        for load in LOADS:
            design = database(
                load_per_s=load * CAPACITY_PER_S,
                stall_s=0.0,
                attempts=1,
                queue_limit=limit,
                duration_s=effort.pick(full=180.0, short=90.0),
            )
            finished = watch(design, seed)
            measured[f"{name}_{load:g}"] = (
                finished.total("ok_per_s", 60.0, finished.summary["clock_s"]) / CAPACITY_PER_S
            )
    return measured


ROW = Row(
    number="V47",
    section="3C",
    title="Goodput collapses past capacity unless the queue is bounded",
    setup="Capacity 300/s, deadline 1 s, no retry; 1.2 to 3 times as much is offered; queue without limit or of 60.",
    source="Amazon Builders' Library, Using load shedding to avoid overload; calculation from V39.",
    checks=(
        *(
            every(f"unbounded_{load:g}", f"goodput over capacity at load {load:g}, no limit", high=0.05, expected=0.0)
            for load in LOADS
        ),
        *(
            every(f"bounded_{load:g}", f"goodput over capacity at load {load:g}, queue of 60", low=0.95)
            for load in LOADS
        ),
    ),
    measure=measure,
)
