"""V43: how long a circuit breaker takes to close again."""

from __future__ import annotations

import math
from collections.abc import Mapping

from validation.designs import component, connection, design, failure
from validation.row import Effort, Row, every, near
from validation.running import run

RATE_PER_S, SLEEP_S = 200.0, 5.0
BREAKS_S, BROKEN_S, AFTER_S = 15.0, 20.0, 10.0


def measure(seed: int, effort: Effort) -> Mapping[str, float]:
    """One run for each of many phases of the sleep at which the callee recovers."""
    count = effort.pick(full=40, short=20)
    waits = [_wait_s(seed, math.modf(number / count + seed * 0.618034)[0]) for number in range(count)]
    return {"mean": sum(waits) / len(waits), "longest": max(waits)}


def _wait_s(seed: int, phase: float) -> float:
    """What is still refused after the recovery, which is where measuring begins, tells how long that lasts."""
    healthy_s = BREAKS_S + BROKEN_S + phase * SLEEP_S
    chosen = design(
        [component("viewers", "traffic_source", process="even"), component("service", service_ms_mean=1.0)],
        [connection("viewers", "service", policies={"circuit_breaker": {}})],
        rate_per_s=RATE_PER_S,
        duration_s=healthy_s + AFTER_S,
        warm_up_s=healthy_s,
        schedule=[failure(BREAKS_S, "refuse", "service", healthy_s - BREAKS_S)],
    )
    return float(run(chosen, seed)["connections"]["viewers-service"]["policies"]["refused"] / RATE_PER_S)


ROW = Row(
    number="V43",
    section="3C",
    title="How long a circuit breaker takes to close again",
    setup="The callee refuses everything for 20 to 25 s and is then well, at every phase of the sleep of a breaker, of"
    " 5 s; 200 requests a second, evenly.",
    source="Probes go out every 5 s: the next one after the recovery closes the breaker, after 0 to 5 s.",
    checks=(
        near("mean", "mean time from recovery to closed", SLEEP_S / 2.0, ratio=0.1, unit="s"),
        every("longest", "longest of them", low=0.0, high=SLEEP_S + 0.01, unit="s"),
    ),
    measure=measure,
)
