"""V45: a shared limiter harms everybody alike; priorities harm those who can wait."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.design.model import Design
from validation.designs import component, connection, design, queue, traffic
from validation.row import Effort, Row, near
from validation.running import run

CAPACITY_PER_S, USER_PER_S = 1_000.0, 400.0
SLOTS = 100
BEFORE_PER_S, SURGE_PER_S = 200.0, 2_400.0


def measure(seed: int, effort: Effort) -> Mapping[str, float]:
    """The shares answered in three runs: shared and in partitions with the surge, in partitions without it."""
    duration_s = effort.pick(full=120.0, short=60.0)
    shared = run(_design(SURGE_PER_S, duration_s), seed)
    partitions = run(_design(SURGE_PER_S, duration_s, shedding="partitions"), seed)
    calm = run(_design(BEFORE_PER_S, duration_s, shedding="partitions"), seed)
    return {
        "shared_user": _answered(shared, "user"),
        "shared_prefetch": _answered(shared, "prefetch"),
        "user": _answered(partitions, "user"),
        "prefetch": _answered(partitions, "prefetch"),
        "calm_prefetch": _answered(calm, "prefetch"),
    }


def _design(prefetch_per_s: float, duration_s: float, **rules: Any) -> Design:
    workload = {
        "duration": duration_s,
        "warm_up": 5.0,
        "traffic": [traffic("user", USER_PER_S), traffic("prefetch", prefetch_per_s)],
    }
    service_ms = 1000.0 * SLOTS / CAPACITY_PER_S
    return design(
        [
            component("viewers", "traffic_source"),
            component("user", "traffic_source", priority="critical"),
            component("prefetch", "traffic_source", priority="degraded", request_class="prefetch"),
            queue(slots=SLOTS, service_ms_mean=service_ms, queue_limit=SLOTS, **rules),
        ],
        [connection("user", "service"), connection("prefetch", "service")],
        rate_per_s=USER_PER_S,
        duration_s=duration_s,
        workload=workload,
    )


def _answered(summary: Mapping[str, Any], source: str) -> float:
    row = summary["components"][source]
    return float(row["completions"] / row["arrivals"])


SHARED = CAPACITY_PER_S / (USER_PER_S + SURGE_PER_S)
LEFT = (CAPACITY_PER_S - USER_PER_S) / SURGE_PER_S

ROW = Row(
    number="V45",
    section="3C",
    title="Shedding by priority keeps what people wait for",
    setup="100 slots do 1,000/s; people ask 400/s, prefetches rise from 200/s to 2,400/s. Partitions guarantee all "
    "slots to people and lend what they leave.",
    source="Calculation: 1000 / 2800 for all alike; 400 of 400 and 600 of 2400 by priority.",
    checks=(
        near("shared_user", "answered of user requests, shared limiter", SHARED, ratio=0.03),
        near("shared_prefetch", "answered of prefetches, shared limiter", SHARED, ratio=0.03),
        near("user", "answered of user requests, by priority", 1.0, ratio=0.03),
        near("prefetch", "answered of prefetches, by priority", LEFT, ratio=0.03),
        near("calm_prefetch", "answered of prefetches before the surge", 1.0, ratio=0.03),
    ),
    measure=measure,
    gate=True,
)
