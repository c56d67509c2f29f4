"""V26: many balancers with old news herd."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from validation.designs import component, connection, design, queue, traffic
from validation.row import Effort, Row, every
from validation.running import run

BALANCERS, SERVERS, SERVICE_S, LOAD = 20, 20, 0.02, 0.7
OLD = {"load_knowledge": {"knowledge": "stale", "refresh_s": 1.0}}


def measure(seed: int, effort: Effort) -> Mapping[str, float]:
    """The shortest queue and a choice of two, both with old news and with fresh ones."""
    duration_s = effort.pick(full=300.0, short=100.0)
    found = {
        f"{name}_{age}": _run(seed, rule, duration_s, policies)
        for name, rule in (("least", "least_outstanding"), ("two", "choice_of_two"))
        for age, policies in (("old", OLD), ("fresh", {}))
    }
    imbalance = {name: row["imbalance"]["outstanding"] for name, row in found.items()}
    latency_s = {name: row["latency_s"]["mean"] for name, row in found.items()}
    return {
        "old_imbalance": imbalance["least_old"] / imbalance["two_old"],
        "old_latency": latency_s["least_old"] / latency_s["two_old"],
        "fresh_latency": latency_s["least_fresh"] / latency_s["two_fresh"],
    }


def _run(seed: int, rule: str, duration_s: float, policies: Mapping[str, Any]) -> dict[str, Any]:
    callers = ["viewers", *(f"caller{number:02d}" for number in range(1, BALANCERS))]
    rate_per_s = LOAD * SERVERS / SERVICE_S / BALANCERS
    found: dict[str, Any] = run(
        design(
            [
                *(component(each, "traffic_source") for each in callers),
                queue(instances=SERVERS, service_ms_mean=1000.0 * SERVICE_S),
            ],
            [connection(each, "service", balancing=rule, policies=policies) for each in callers],
            duration_s=duration_s,
            warm_up_s=20.0,
            traffics=[traffic(each, rate_per_s) for each in callers],
        ),
        seed,
    )["components"]["service"]
    return found


ROW = Row(
    number="V26",
    section="3B",
    title="The shortest queue herds on old news",
    setup="20 balancers before 20 servers of 20 ms exponential at load 0.7, each of which looks once a second.",
    source="Mitzenmacher, How Useful Is Old Information? (2000); Netflix, Rethinking Edge Load Balancing (2018).",
    checks=(
        every("old_imbalance", "imbalance of the shortest queue over that of two choices, old news", low=1.1),
        every("old_latency", "latency of the shortest queue over that of two choices, old news", low=1.5),
        every("fresh_latency", "the same with fresh news", high=1.0),
    ),
    measure=measure,
)
