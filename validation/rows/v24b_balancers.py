"""V24b: five ways to spread the same load over ten servers."""

from __future__ import annotations

from collections.abc import Mapping

from validation.designs import connection, design, queue
from validation.row import Effort, Row, near
from validation.running import latency_s, run

RATE_PER_S, SERVICE_MS = 400.0, 20.0
P99_MS = {"random": 448.0, "round_robin": 377.0, "choice_of_two": 157.0, "least_outstanding": 119.0}


def measure(seed: int, effort: Effort) -> Mapping[str, float]:
    """A run for each rule, and one with a single queue."""
    duration_s = effort.pick(full=2_000.0, short=800.0)
    found = {rule: _p99_ms(seed, duration_s, rule, instances=10) for rule in P99_MS}
    return {**found, "shared": _p99_ms(seed, duration_s, "random", slots=10)}


def _p99_ms(seed: int, duration_s: float, rule: str, instances: int = 1, slots: int = 1) -> float:
    servers = queue(service_ms_mean=SERVICE_MS, instances=instances, slots=slots)
    balanced = connection("viewers", "service", balancing=rule)
    told = design([servers], [balanced], rate_per_s=RATE_PER_S, duration_s=duration_s, warm_up_s=20.0)
    return 1000.0 * latency_s(run(told, seed), statistic="p99")


ROW = Row(
    number="V24b",
    section="3B",
    title="Balancers at load 0.8",
    setup="400/s at ten servers of 20 ms exponential.",
    source="Prototype of the table; at random each server is M/M/1, whose p99 is 460.5 ms, one queue for all M/M/10.",
    checks=(
        *(near(rule, f"p99, {rule}", value, ratio=0.06, unit="ms") for rule, value in P99_MS.items()),
        near("shared", "p99, one queue for all", 98.0, ratio=0.06, unit="ms"),
    ),
    measure=measure,
)
