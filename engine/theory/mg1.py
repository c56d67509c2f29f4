"""M/G/1: one server, any service times, a queue without limit (Pollaczek and Khinchine)."""

from __future__ import annotations

from collections.abc import Mapping

from engine.theory.facts import NO_LIMIT, QUEUE_NEEDS, StationFacts, StationLaw, broken_for_queues


def wait_s_mean(arrival_rate_per_s: float, service_s_mean: float, service_cv2: float) -> float:
    """Mean time in the queue. Source: Kleinrock, Queueing Systems I (1975), section 5.6."""
    load = arrival_rate_per_s * service_s_mean
    return load * service_s_mean * (1.0 + service_cv2) / (2.0 * (1.0 - load))


def assumptions(facts: StationFacts) -> list[str]:
    """What M/G/1 needs and this station lacks."""
    broken = broken_for_queues(facts)
    if facts.slots != 1:
        broken.append("an instance has one slot")
    if facts.queue_limit != NO_LIMIT:
        broken.append("the queue has no limit")
    if facts.offered_erlang >= 1.0:
        broken.append("less work arrives than can be done")
    return broken


def predict(facts: StationFacts) -> Mapping[str, float]:
    """Utilisation, waiting requests in all instances, mean time in the station."""
    wait_s = wait_s_mean(facts.instance_rate_per_s, facts.service_s_mean, facts.service_cv2)
    return {
        "utilisation": facts.offered_erlang,
        "queue_mean": facts.arrival_rate_per_s * wait_s,
        "latency_s_mean": wait_s + facts.service_s_mean,
    }


LAW = StationLaw("M/G/1", QUEUE_NEEDS, assumptions, predict)
