"""The set-up of the metastable rows: a database that stays down after its trouble is over.

30 slots of 100 ms make 300 requests a second; 280 arrive; callers wait one second and try once more. While the
database hangs its queue fills with requests whose callers have gone, and afterwards it works for them alone.
Source: Bronson and others, Metastable Failures in Distributed Systems, HotOS 2021.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from engine.design.model import Design
from validation.designs import NO_WAIT, connection, design, failure, queue
from validation.row import Check, every
from validation.running import watch

CAPACITY_PER_S = 300.0
STALL_AT_S = 20.0
AFTERWARDS_S = (90.0, 120.0)
"""When goodput is looked at: the trouble is over by 30 s, and whoever comes back has come back."""
UP, DOWN = 0.9, 0.5


def database(
    *,
    load_per_s: float = 280.0,
    stall_s: float = 10.0,
    attempts: int = 2,
    trouble: str = "hang",
    changes: Sequence[tuple[float, float]] = (),
    duration_s: float = 120.0,
    call: dict[str, Any] | None = None,
    **parameters: Any,
) -> Design:
    """The design. `changes` are pairs of a time in s and the load in 1/s from then on; `call` adds to the call."""
    schedule = [failure(STALL_AT_S, trouble, "database", stall_s)] if stall_s else []
    for at_s, rate_per_s in changes:
        schedule.append(failure(at_s, "change_traffic", "viewers", factor=rate_per_s / load_per_s))
    retry = {"attempts": attempts, **NO_WAIT}
    return design(
        [queue("database", **{"slots": 30, "service_ms_mean": 100.0, "queue_limit": 600, **parameters})],
        [connection("viewers", "database", timeout=1.0, retry=retry, **(call or {}))],
        rate_per_s=load_per_s,
        duration_s=duration_s,
        warm_up_s=60.0,
        schedule=schedule,
    )


def goodput_afterwards(seed: int, **changes: Any) -> float:
    """The share of requests answered in time long after the stall."""
    return watch(database(**changes), seed).goodput(*AFTERWARDS_S)


def recovers(name: str, what: str) -> Check:
    """Goodput is back in every run."""
    return every(name, f"goodput afterwards, {what}: recovers", low=UP, expected=1.0)


def stays_down(name: str, what: str, expected: float = 0.0) -> Check:
    """Goodput is not back in any run."""
    return every(name, f"goodput afterwards, {what}: stays down", high=DOWN, expected=expected)
