"""From where a segment is served: who holds its title, who has pulled it, and who is asked for what is missed."""

from __future__ import annotations

import numpy as np

from engine.dataplane.compiled import hot_leaf, leaf
from engine.dataplane.pulled import NEW, find, keep, segment_key, use
from engine.dataplane.records import HAS_ALL, HAS_SEGMENTS, HOLDS


@hot_leaf
def has_title(held, tier, population, viewer):  # type: ignore[no-untyped-def]
    """Whether what a viewer watches was brought to a tier. Who has everything is not asked: that would cost a line."""
    return held[tier.first_held + population.first_title + viewer.title]


@hot_leaf
def entry_route(routes, tiers, held, entries, population, viewer):  # type: ignore[no-untyped-def]
    """The route to the tier that a viewer asks: the first that is up and holds the title, or fetches what it lacks.

    When none holds it, the first that is up is asked all the same, and fetches it without keeping it.
    """
    chosen = -1
    for place in range(population.entries):
        route = entries[population.first_entry + place]
        tier = tiers[routes[population.first_route + route].tier]
        is_first = place == 0
        if routes[population.first_route + route].is_avoided:
            tier.health_misses += is_first
            continue
        if chosen < 0:
            chosen = route
        if tier.keeps & (HAS_ALL | HAS_SEGMENTS) or has_title(held, tier, population, viewer):
            return route
        tier.content_misses += is_first
    return entries[population.first_entry] if chosen < 0 else chosen


@hot_leaf
def serving_route(supply, population, viewer, bits, at_ns):  # type: ignore[no-untyped-def]
    """The route that serves the segment a viewer asks for (its place in the population), and the one asked first."""
    routes, tiers, held, entries, kept, table, pool, _, _, _, _ = supply
    first = entry_route(routes, tiers, held, entries, population, viewer)
    place = first
    while True:
        route = routes[population.first_route + place]
        tier = tiers[route.tier]
        tier.asked += 1
        if tier.keeps & HAS_ALL or has_title(held, tier, population, viewer):
            break
        if tier.keeps & HAS_SEGMENTS and pulls(kept, table, pool, tier, route, population, viewer, bits, at_ns):
            break
        place = np.int64(route.beyond)
    tiers[routes[population.first_route + place].tier].had += 1
    return place, first


@leaf
def pulls(kept, table, pool, tier, route, population, viewer, bits, at_ns):  # type: ignore[no-untyped-def]
    """Whether a tier has pulled a segment before; else it begins to keep it."""
    title = population.first_title + viewer.title
    key = segment_key(route.tier, title, viewer.segment, viewer.rung)
    row = find(kept, table, key)
    if row == 0:
        keep(kept, table, pool, tier, key, bits)
        return False
    use(kept, tier, row)
    return tier.keeps & HOLDS != 0 or kept[row].ready_ns <= at_ns


@leaf
def serving_tier(supply, population, viewer, at_ns):  # type: ignore[no-untyped-def]
    """The tier that would serve the segment a viewer asks for, without any books."""
    routes, tiers, held, entries, kept, table, _, _, _, _, _ = supply
    title = population.first_title + viewer.title
    place = np.int64(-1)
    for turn in range(population.entries):
        route = entries[population.first_entry + turn]
        tier = tiers[routes[population.first_route + route].tier]
        if routes[population.first_route + route].is_avoided:
            continue
        has = tier.keeps & (HAS_ALL | HAS_SEGMENTS) != 0 or held[tier.first_held + title] != 0
        if place < 0 or has:
            place = np.int64(route)
        if has:
            break
    if place < 0:
        place = np.int64(entries[population.first_entry])
    while True:
        way = routes[population.first_route + place]
        asked = tiers[way.tier]
        if asked.keeps & HAS_ALL or held[asked.first_held + title]:
            return way.tier
        if asked.keeps & HAS_SEGMENTS:
            row = find(kept, table, segment_key(way.tier, title, viewer.segment, viewer.rung))
            if row != 0 and (asked.keeps & HOLDS or kept[row].ready_ns <= at_ns):
                return way.tier
        place = np.int64(way.beyond)


@leaf
def wait_for_bytes(supply, population, viewer, first, last):  # type: ignore[no-untyped-def]
    """A viewer has asked, and knows when the first byte would come: not before the tier that serves has it.

    Those that now begin to keep the segment have its first byte when the viewer has it.
    """
    routes, tiers, _, _, kept, table, _, _, _, _, _ = supply
    title = population.first_title + viewer.title
    place, at_ns = first, viewer.fetch_ns
    while True:
        route = routes[population.first_route + place]
        if tiers[route.tier].keeps & HAS_SEGMENTS:
            row = find(kept, table, segment_key(route.tier, title, viewer.segment, viewer.rung))
            if row != 0 and place == last:
                viewer.fetch_ns = max(at_ns, kept[row].ready_ns)
            elif row != 0 and kept[row].ready_ns == NEW:
                kept[row].ready_ns = at_ns
        if place == last:
            break
        place = np.int64(route.beyond)
