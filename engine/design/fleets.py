"""What controllers control, and how many instances a component may come to have because of them."""

from __future__ import annotations

from collections import Counter
from typing import Any, cast

from engine.design.control import Controlled, ControllerType
from engine.design.discovery import component_types, controller_types
from engine.design.model import Component, Design, DesignError
from engine.design.rows import Rows

ROOM_LEAST = 4
ROOM_MOST = 64
FIXED_IN_NUMBER = frozenset({"cache", "log", "consumers", "dead_letters", "replicas"})
"""Mechanisms whose state is shared out among the instances that were drawn."""


class Counted:
    """Rows of which only the number of instances is kept, and the names of the mechanisms."""

    instances = 1

    def __init__(self) -> None:
        self.mechanisms: set[str] = set()

    def station(self, *, instances: int, **_: Any) -> None:
        """The one that says it."""
        self.instances = instances
        self.mechanisms.add("station")

    def __getattr__(self, mechanism: str) -> Any:
        self.mechanisms.add(mechanism)
        return lambda *_, **__: None


def controlled_of(design: Design) -> dict[str, tuple[ControllerType, Controlled]]:
    """Every controller of a design by the id of its component, with what it is made from; in the order of ids."""
    components = {each.id: each for each in design.components}
    found: dict[str, tuple[ControllerType, Controlled]] = {}
    for name in sorted(components):
        kind = component_types()[components[name].type].controller
        if kind:
            targets = sorted({each.target for each in design.controls if each.source == name})
            instances = {each: instances_of(components[each]) for each in targets}
            controlled = tuple(components[each] for each in targets)
            told = Controlled(components[name], controlled, instances, design.calls)
            found[name] = (controller_types()[kind], told)
    return found


def instances_of(component: Component) -> int:
    """How many instances a component begins with."""
    return _counted(component).instances


def _counted(component: Component) -> Counted:
    counted = Counted()
    component_types()[component.type].lower(component, cast(Rows, counted))
    return counted


def spare_instances(design: Design) -> Counter[str]:
    """Instances that a component may have besides those that it begins with, by its id."""
    spare: Counter[str] = Counter()
    for kind, controlled in controlled_of(design).values():
        for name, count in kind.spare(controlled).items():
            assert count >= 0
            spare[name] += count
    return spare


def room_beyond(design: Design) -> Counter[str]:
    """Instances that there are places for besides those that a component begins with, by its id: those that
    controllers may start, and those that a person may add while the run goes on."""
    room = spare_instances(design)
    controlled = {each.target for each in design.controls}
    for component in design.components:
        counted = _counted(component)
        is_plain = "station" in counted.mechanisms and not counted.mechanisms & FIXED_IN_NUMBER
        if is_plain and component.id not in controlled:
            room[component.id] += min(max(2 * counted.instances, ROOM_LEAST), ROOM_MOST)
    return room


def watched_components(design: Design) -> list[str]:
    """Components, by sorted id, whose controllers want to know what each version of an instance did."""
    told = [controlled for kind, controlled in controlled_of(design).values() if kind.watches]
    return sorted({name for each in told for name in each.instances})


def check_fleets(design: Design) -> list[DesignError]:
    """What controllers say against what they are to control, at the parameters that are at fault."""
    found = controlled_of(design)
    if not any(kind.refuses is not None for kind, _ in found.values()):
        return []
    spare = spare_instances(design)
    places = {each.id: place for place, each in enumerate(design.components)}
    errors = []
    for name, (kind, told) in found.items():
        counts = {each: count + spare[each] for each, count in told.instances.items()}
        for parameter, message in (kind.refuses(told, counts) if kind.refuses is not None else {}).items():
            errors.append(DesignError(f"components[{places[name]}].parameters.{parameter}", message))
    return errors
