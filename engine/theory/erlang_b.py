"""M/G/c/c: c slots and no queue (Erlang B). Only the mean of service matters."""

from __future__ import annotations

from collections.abc import Mapping

from engine.theory.facts import QUEUE_NEEDS, StationFacts, StationLaw, broken_for_queues


def blocked_ratio(servers: int, offered_erlang: float) -> float:
    """Share of arrivals that find every server busy, by the usual recursion, which neither overflows nor cancels.

    Source: Kleinrock, Queueing Systems I (1975), section 3.6.
    """
    blocked = 1.0
    for count in range(1, servers + 1):
        blocked = offered_erlang * blocked / (count + offered_erlang * blocked)
    return blocked


def assumptions(facts: StationFacts) -> list[str]:
    """What Erlang B needs and this station lacks."""
    broken = broken_for_queues(facts)
    if facts.queue_limit != 0:
        broken.append("nothing may wait")
    return broken


def predict(facts: StationFacts) -> Mapping[str, float]:
    """Utilisation and the share of requests refused."""
    blocked = blocked_ratio(facts.slots, facts.offered_erlang)
    return {"utilisation": facts.offered_erlang * (1.0 - blocked) / facts.slots, "refused_ratio": blocked}


LAW = StationLaw("Erlang B", (*QUEUE_NEEDS, "nothing waits"), assumptions, predict)
