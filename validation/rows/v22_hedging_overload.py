"""V22: hedges without cancelling are a load of their own, and at high load they make everything worse."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.design.model import Design
from validation.designs import connection, design, queue
from validation.row import Effort, Row, every
from validation.running import run

HEDGE = {"hedge": {"after_percentile": 50.0, "cap_ratio": 1.0, "cancel_loser": False}}


def measure(seed: int, effort: Effort) -> Mapping[str, float]:
    """The mean latency with hedges over that without, at nine tenths of capacity."""
    duration_s = effort.pick(full=120.0, short=60.0)
    plain, hedged = (run(_design(duration_s, policies), seed) for policies in ({}, HEDGE))
    row = hedged["connections"]["viewers-service"]
    return {
        "ratio": _latency_s(hedged) / _latency_s(plain),
        "load": row["attempts"] / row["calls"],
    }


def _latency_s(summary: Mapping[str, Any]) -> float:
    return float(summary["components"]["viewers"]["latency_s"]["mean"])


def _design(duration_s: float, policies: Mapping[str, Any]) -> Design:
    """Ten servers with queues of their own, chosen at random, at a load of 0.9."""
    return design(
        [queue("service", instances=10, service_ms_mean=10.0)],
        [connection("viewers", "service", balancing="random", policies=policies)],
        rate_per_s=900.0,
        duration_s=duration_s,
    )


ROW = Row(
    number="V22",
    section="3B",
    title="Hedging without cancelling at high load makes it worse",
    setup="Ten M/M/1 at a load of 0.9, every call hedged after the median of its connection, losers not cancelled.",
    source="Calculation: half of the calls twice are 1.5 x 0.9 = 1.35 times the capacity.",
    checks=(
        every("load", "attempts for each call", low=1.45),
        every("ratio", "mean latency with hedges over that without", low=2.0),
    ),
    measure=measure,
    gate=True,
    short_seeds=3,
    note="More than half of the calls are hedged: latencies rise without end, and the measured median stays behind.",
)
