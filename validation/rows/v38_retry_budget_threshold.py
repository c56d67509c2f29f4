"""V38: a retry budget moves the threshold of the metastable failure."""

from __future__ import annotations

from collections.abc import Mapping

from engine.design.model import Design
from validation.designs import NO_WAIT, component, connection, design, failure
from validation.row import Effort, Row, every
from validation.running import watch

STALL_AT_S, STALL_S, RECOVERY_S, LOOK_S = 20.0, 10.0, 90.0, 30.0
LOADS_PER_S = (240.0, 260.0, 280.0)


def _design(load_per_s: float) -> Design:
    """30 slots of 100 ms make 300 a second; the queue holds two seconds of work, callers wait one."""
    return design(
        [
            component(
                "database", instances=1, slots=30, service_ms_mean=100.0, distribution="exponential", queue_limit=600
            )
        ],
        [
            connection(
                "viewers",
                "database",
                timeout=1.0,
                retry={"attempts": 2, **NO_WAIT},
                policies={"retry_budget": {"ratio": 0.1}},
            )
        ],
        rate_per_s=load_per_s,
        duration_s=STALL_AT_S + STALL_S + RECOVERY_S + LOOK_S,
        schedule=[failure(STALL_AT_S, "hang", "database", STALL_S)],
    )


def measure(seed: int, effort: Effort) -> Mapping[str, float]:
    """The goodput at the end of each run."""
    del effort
    begins_s = STALL_AT_S + STALL_S + RECOVERY_S
    return {
        f"at_{load_per_s:.0f}": watch(_design(load_per_s), seed).goodput(begins_s, begins_s + LOOK_S)
        for load_per_s in LOADS_PER_S
    }


ROW = Row(
    number="V38",
    section="3C",
    title="A retry budget moves the threshold of the metastable failure",
    setup="As V34 (30 slots of 100 ms, queue 600, timeout 1 s, one retry, a stall of 10 s) with a budget of a tenth;"
    " goodput from 90 s after the stall on.",
    source="The threshold is 300 / 1.1 = 273 requests a second.",
    checks=(
        every("at_240", "goodput at 240/s: recovers", low=0.9, expected=1.0),
        every("at_260", "goodput at 260/s: recovers", low=0.9, expected=1.0),
        every("at_280", "goodput at 280/s: stays down", high=0.2, expected=0.0),
    ),
    measure=measure,
    gate=True,
)
