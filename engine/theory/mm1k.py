"""M/M/1/K: one server, exponential service, room for K requests in all."""

from __future__ import annotations

from collections.abc import Mapping

from engine.theory.facts import QUEUE_NEEDS, StationFacts, StationLaw, broken_for_queues


def state_probabilities(offered_erlang: float, room: int) -> list[float]:
    """The chance of 0 to `room` requests in the system. Source: Kleinrock, Queueing Systems I (1975), section 3.7."""
    weights = [offered_erlang**count for count in range(room + 1)]
    return [weight / sum(weights) for weight in weights]


def blocked_ratio(offered_erlang: float, room: int) -> float:
    """Share of arrivals that find the system full."""
    return state_probabilities(offered_erlang, room)[-1]


def assumptions(facts: StationFacts) -> list[str]:
    """What M/M/1/K needs and this station lacks."""
    broken = broken_for_queues(facts)
    if facts.slots != 1:
        broken.append("an instance has one slot")
    if facts.service_shape != "exponential":
        broken.append("service times are exponential")
    if not 0 <= facts.queue_limit <= 1_000:
        broken.append("the queue has a limit of at most 1,000")
    return broken


def predict(facts: StationFacts) -> Mapping[str, float]:
    """Utilisation, waiting requests in all instances, share refused, mean time of those that were served."""
    chances = state_probabilities(facts.offered_erlang, facts.queue_limit + 1)
    served_per_s = facts.instance_rate_per_s * (1.0 - chances[-1])
    inside = sum(count * chance for count, chance in enumerate(chances))
    return {
        "utilisation": 1.0 - chances[0],
        "queue_mean": facts.instances * (inside - (1.0 - chances[0])),
        "refused_ratio": chances[-1],
        "latency_s_mean": inside / served_per_s,
    }


LAW = StationLaw("M/M/1/K", (*QUEUE_NEEDS, "service times are exponential"), assumptions, predict)
