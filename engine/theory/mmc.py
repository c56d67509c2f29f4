"""M/M/c: c servers before one queue without limit, exponential service (Erlang C)."""

from __future__ import annotations

from collections.abc import Mapping

from engine.theory.erlang_b import blocked_ratio
from engine.theory.facts import NO_LIMIT, QUEUE_NEEDS, StationFacts, StationLaw, broken_for_queues


def waiting_probability(servers: int, offered_erlang: float) -> float:
    """The chance that an arrival must wait, by way of Erlang B. Source: Kleinrock, Queueing Systems I, section 3.5."""
    blocked = blocked_ratio(servers, offered_erlang)
    return servers * blocked / (servers - offered_erlang * (1.0 - blocked))


def wait_s_mean(servers: int, arrival_rate_per_s: float, service_rate_per_s: float) -> float:
    """Mean time in the queue. Source: as above."""
    chance = waiting_probability(servers, arrival_rate_per_s / service_rate_per_s)
    return chance / (servers * service_rate_per_s - arrival_rate_per_s)


def assumptions(facts: StationFacts) -> list[str]:
    """What M/M/c needs and this station lacks."""
    broken = broken_for_queues(facts)
    if facts.service_shape != "exponential":
        broken.append("service times are exponential")
    if facts.queue_limit != NO_LIMIT:
        broken.append("the queue has no limit")
    if facts.offered_erlang >= facts.slots:
        broken.append("less work arrives than can be done")
    return broken


def predict(facts: StationFacts) -> Mapping[str, float]:
    """Utilisation, waiting requests in all instances, mean time in the station."""
    wait_s = wait_s_mean(facts.slots, facts.instance_rate_per_s, 1.0 / facts.service_s_mean)
    return {
        "utilisation": facts.offered_erlang / facts.slots,
        "queue_mean": facts.arrival_rate_per_s * wait_s,
        "latency_s_mean": wait_s + facts.service_s_mean,
    }


LAW = StationLaw("M/M/c", (*QUEUE_NEEDS, "service times are exponential"), assumptions, predict)
