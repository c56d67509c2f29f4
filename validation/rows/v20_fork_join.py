"""V20: fork and join of queues."""

from __future__ import annotations

from collections.abc import Mapping

from engine.design.model import Design
from engine.theory.fork_join import harmonic, sojourn_s_mean
from validation.designs import connection, design, queue
from validation.row import Effort, Row, every, near
from validation.running import run

RATE_PER_S, SERVICE_PER_S = 50.0, 100.0
COUNTS = (2, 5, 10, 20)


def measure(seed: int, effort: Effort) -> Mapping[str, float]:
    """A run for every number of queues; where its mean lies between the two bounds, from 0 to 1."""
    measured = {}
    for count in COUNTS:
        summary = run(_design(count, effort.pick(full=3_000.0, short=1_000.0)), seed)
        mean_s = summary["classes"]["play"]["latency_s"]["mean"]
        low_s, high_s = harmonic(count) / SERVICE_PER_S, harmonic(count) / (SERVICE_PER_S - RATE_PER_S)
        measured[f"mean_ms_{count}"] = 1000.0 * mean_s
        measured[f"place_{count}"] = (mean_s - low_s) / (high_s - low_s)
    return measured


def _design(count: int, duration_s: float) -> Design:
    names = [f"queue{place}" for place in range(count)]
    split = queue("split", slots=20_000, service_ms_mean=0.001, distribution="constant")
    return design(
        [split, *(queue(name, service_ms_mean=1000.0 / SERVICE_PER_S) for name in names)],
        [connection("viewers", "split"), *(connection("split", name) for name in names)],
        rate_per_s=RATE_PER_S,
        duration_s=duration_s,
        warm_up_s=10.0,
    )


ROW = Row(
    number="V20",
    section="3B",
    title="Fork and join of M/M/1 queues",
    setup="Poisson 50/s; each request goes to n servers of 100/s at once and is done when the last one is.",
    source="Nelson and Tantawi, IEEE Transactions on Computers 37 (1988): exact for two, an approximation beyond.",
    checks=tuple(
        check
        for count in COUNTS
        for check in (
            near(
                f"mean_ms_{count}",
                f"mean time, {count} queues",
                1000.0 * sojourn_s_mean(count, RATE_PER_S, SERVICE_PER_S),
                ratio=0.02 if count == 2 else 0.05,
                unit="ms",
            ),
            every(f"place_{count}", f"place between H_n/mu (0) and H_n/(mu-lambda) (1), {count}", low=0.0, high=1.0),
        )
    ),
    measure=measure,
    gate=True,
)
