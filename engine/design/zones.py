"""Which zone instances lie in: the one of their component, or in turn those of the region that it is drawn in."""

from __future__ import annotations

from itertools import cycle, islice

from engine.design.fleets import FIXED_IN_NUMBER, room_beyond
from engine.design.model import Component, Design
from engine.design.places import components_inside
from engine.design.zonal import cached_of

NUMBERLESS = FIXED_IN_NUMBER - {"cache", "replicas"}
"""Mechanisms whose instances are not killed one by one."""


def zones_of_design(design: Design) -> list[str]:
    """All zones in the order of their ids."""
    return sorted(each.id for each in design.places if each.type == "zone")


def zones_inside(design: Design) -> dict[str, list[str]]:
    """The zones in every place that has some, a zone itself included, in the order of their ids."""
    around = {each.id: each.within for each in design.places}
    found: dict[str, list[str]] = {}
    for name in zones_of_design(design):
        place: str | None = name
        for _ in around:
            if place is None:
                break
            found.setdefault(place, []).append(name)
            place = around.get(place)
    return found


def together_of(component: Component) -> int:
    """How many instances lie in one zone, one behind another, before the next zone has its turn."""
    return max(cached_of(component).zonal.shards_each, 1)


def dealt(zones: list[str], together: int, count: int) -> list[str]:
    """The zone of each of so many instances, of which some lie in one zone `together` before the next has its turn."""
    return list(islice(cycle([each for each in zones for _ in range(together)]), count))


def parts_inside(design: Design, place: str) -> dict[str, list[int]]:
    """The instances in the zones of a place of components that lie around it, by the ids of these."""
    inside, room = zones_inside(design), room_beyond(design)
    lost, wholes = set(inside.get(place, ())), {each.id for each in components_inside(design, place)}
    found = {}
    for component in design.components:
        if component.id in wholes or not lost.intersection(inside.get(component.place or "", ())):
            continue
        numbers = _in_zones(component, inside[component.place or ""], lost, room[component.id])
        if numbers:
            found[component.id] = numbers
    return found


def _in_zones(component: Component, zones: list[str], lost: set[str], room: int) -> list[int]:
    told = cached_of(component)
    if "station" not in told.mechanisms or told.mechanisms & NUMBERLESS:
        return []
    where = dealt(zones, together_of(component), told.instances + room)
    return [number for number, zone in enumerate(where) if zone in lost]
