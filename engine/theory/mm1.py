"""M/M/1: one server, exponential service, a queue without limit."""

from __future__ import annotations

import math
from collections.abc import Mapping

from engine.theory.facts import NO_LIMIT, QUEUE_NEEDS, StationFacts, StationLaw, broken_for_queues


def sojourn_s_mean(arrival_rate_per_s: float, service_rate_per_s: float) -> float:
    """Mean time in the system, 1 / (mu - lambda). Source: Kleinrock, Queueing Systems I (1975), section 3.2."""
    return 1.0 / (service_rate_per_s - arrival_rate_per_s)


def sojourn_s_quantile(arrival_rate_per_s: float, service_rate_per_s: float, q: float) -> float:
    """The q-quantile of the time in the system, which is exponential. Source: as above."""
    return -math.log(1.0 - q) * sojourn_s_mean(arrival_rate_per_s, service_rate_per_s)


def assumptions(facts: StationFacts) -> list[str]:
    """What M/M/1 needs and this station lacks."""
    broken = broken_for_queues(facts)
    if facts.slots != 1:
        broken.append("an instance has one slot")
    if facts.service_shape != "exponential":
        broken.append("service times are exponential")
    if facts.queue_limit != NO_LIMIT:
        broken.append("the queue has no limit")
    if facts.offered_erlang >= 1.0:
        broken.append("less work arrives than can be done")
    return broken


def predict(facts: StationFacts) -> Mapping[str, float]:
    """Utilisation, waiting requests in all instances, mean time in the station."""
    load = facts.offered_erlang
    arguments = facts.instance_rate_per_s, 1.0 / facts.service_s_mean
    return {
        "utilisation": load,
        "queue_mean": facts.instances * load * load / (1.0 - load),
        "latency_s_mean": sojourn_s_mean(*arguments),
    }


LAW = StationLaw("M/M/1", (*QUEUE_NEEDS, "service times are exponential"), assumptions, predict)
