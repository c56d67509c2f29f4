"""Segments that a tier misses and has to ask somebody for: what is listed of them, and how long it takes.

How long depends on an answer of the control plane, which goes on event by event and cannot answer in the middle of a
step. So each miss takes as long as one of the last requests for misses of this tier took, in turn, and is itself sent
as a request one step later.
"""

from __future__ import annotations

import numpy as np

from engine.dataplane.compiled import leaf

LAST = 256
"""So many of the last answers to a tier are remembered."""


@leaf
def ask_behind(supply, population, viewer, registers, place_of_count, first, last, t):  # type: ignore[no-untyped-def]
    """Lists the requests of the tiers that miss what a viewer asks for at `t`, and lets the viewer wait for answers."""
    routes, tiers, answers, misses = supply[0], supply[1], supply[9], supply[10]
    place = first
    while place != last:
        way = routes[population.first_route + place]
        tier = tiers[way.tier]
        if tier.asks:
            count = registers[place_of_count]
            if count < misses.shape[0]:
                misses[count].tier, misses[count].title, misses[count].at_ns = way.tier, viewer.title, t
                registers[place_of_count] = count + 1
            known = min(tier.answers, LAST)
            if known > 0:
                viewer.fetch_ns += answers[way.tier * LAST + tier.misses % known]
            tier.misses += 1
        place = np.int64(way.beyond)
