"""V03: one server, exponential service."""

from __future__ import annotations

from collections.abc import Mapping

from engine.theory import mm1
from validation.designs import one_queue
from validation.row import Effort, Row, near
from validation.running import run, wait_s_mean

RATE_PER_S, SERVICE_PER_S = 80.0, 100.0


def measure(seed: int, effort: Effort) -> Mapping[str, float]:
    """One run."""
    duration_s = effort.pick(full=4_000.0, short=4_000.0)
    summary = run(one_queue(rate_per_s=RATE_PER_S, service_ms_mean=1000.0 / SERVICE_PER_S, duration_s=duration_s), seed)
    row = summary["components"]["service"]
    return {
        "utilisation": row["utilisation"],
        "in_system": row["in_system_mean"],
        "wait_ms": 1000.0 * wait_s_mean(summary),
        "latency_ms": 1000.0 * row["latency_s"]["mean"],
        "p50_ms": 1000.0 * row["latency_s"]["p50"],
        "p99_ms": 1000.0 * row["latency_s"]["p99"],
    }


def _quantile_ms(q: float) -> float:
    return 1000.0 * mm1.sojourn_s_quantile(RATE_PER_S, SERVICE_PER_S, q)


ROW = Row(
    number="V03",
    section="3A",
    title="M/M/1: one server, exponential service",
    setup="Poisson arrivals of 80/s at one server that does 100/s.",
    source="Kleinrock, Queueing Systems I (1975), section 3.2: W = 1 / (mu - lambda), exponential.",
    checks=(
        near("utilisation", "utilisation", 0.8, ratio=0.03),
        near("in_system", "requests in the system", 4.0, ratio=0.03),
        near("latency_ms", "mean time in the system", 50.0, ratio=0.03, unit="ms"),
        near("wait_ms", "mean wait", 40.0, ratio=0.03, unit="ms"),
        near("p50_ms", "p50", _quantile_ms(0.50), ratio=0.03, unit="ms"),
        near("p99_ms", "p99", _quantile_ms(0.99), ratio=0.06, unit="ms"),
    ),
    measure=measure,
    gate=True,
)
