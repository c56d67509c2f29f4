"""Edges whose misses are requests: a call that is drawn from a tier is made once for every segment that it misses.

Tiers send no requests of their own. They ask in the name of viewers who get bytes through them, with requests of a
class of their own (MISSES), so that such a call carries nothing else and the other calls of these viewers carry none; a
connection that says `only_for` keeps what it says.
"""

from __future__ import annotations

from dataclasses import replace

from engine.design.discovery import component_types
from engine.design.licensing import PRESSES
from engine.design.model import Connection, Design, DesignError

MISSES = "bulk"
"""A priority class: in a crush people go before caches."""


def asking_tiers(design: Design) -> dict[str, str]:
    """Tiers that ask somebody for what they miss, and in whose name: the first viewers by id whose bytes come through
    them."""
    tiers = {each.source for each in design.calls if _carries(design, each.source)}
    found: dict[str, str] = {}
    for component in sorted(design.components, key=lambda each: each.id):
        if component_types()[component.type].watching is not None:
            for tier in sorted(tiers & _behind(design, component.id)):
                found.setdefault(tier, component.id)
    return found


def with_misses(design: Design) -> Design:
    """The design, in which calls of tiers are calls of viewers, told apart by what they are for."""
    asking = asking_tiers(design)
    if not asking:
        return design
    calls = {each.id for each in design.calls}
    told = (_asked_for(each, asking) if each.id in calls else each for each in design.connections)
    return replace(design, connections=tuple(told))


def check_misses(design: Design) -> list[DesignError]:
    """Viewers ask in the name of one tier at most: requests of two could not be told apart."""
    asking, errors = asking_tiers(design), []
    for index, each in enumerate(design.connections):
        first = next((tier for tier, people in asking.items() if people == asking.get(each.source)), each.source)
        if each.source in asking and each.source != first and each in design.calls:
            message = f'Remove this call: "{first}" asks already for what these viewers miss.'
            errors.append(DesignError(f"connections[{index}]", message))
    return errors


def _carries(design: Design, name: str) -> bool:
    kinds = (component_types()[each.type] for each in design.components if each.id == name)
    return any("tier" in kind.mechanisms for kind in kinds)


def _behind(design: Design, viewers: str) -> set[str]:
    """All that streams lead to from viewers."""
    found, open_ones = set[str](), [viewers]
    while open_ones:
        here = open_ones.pop()
        onward = {each.target for each in design.streams if each.source == here} - found
        found |= onward
        open_ones += sorted(onward)
    return found


def _asked_for(call: Connection, asking: dict[str, str]) -> Connection:
    if call.source in asking:
        return replace(call, source=asking[call.source], only_for=call.only_for or MISSES)
    if call.source in asking.values() and call.only_for is None:
        return replace(call, only_for=PRESSES)
    return call
