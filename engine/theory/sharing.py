"""M/G/c with processor sharing: all work is served at once by c servers shared out evenly, a queue without limit.

The number inside is that of M/M/c whatever the service times, of which only the mean counts.
Source: Kelly, Reversibility and Stochastic Networks (1979), section 3.3 (symmetric queues).
"""

from __future__ import annotations

from collections.abc import Sequence

from engine.theory import mmc
from engine.theory.facts import NO_LIMIT, QUEUE_NEEDS, SHARING, StationFacts, StationLaw, broken_for_sharing

NEEDS: Sequence[str] = (*QUEUE_NEEDS, "slots are shared out evenly among all work")


def assumptions(facts: StationFacts) -> list[str]:
    """What the law needs and this station lacks."""
    broken = broken_for_sharing(facts)
    if facts.discipline != SHARING:
        broken.append("slots are shared out evenly among all work")
    if facts.queue_limit != NO_LIMIT:
        broken.append("the queue has no limit")
    if facts.offered_erlang >= facts.slots:
        broken.append("less work arrives than can be done")
    return broken


LAW = StationLaw("M/G/c processor sharing", NEEDS, assumptions, mmc.predict)
