"""The answer that needs no thought: twice as much of everything."""

from __future__ import annotations

from dataclasses import replace

from engine.design.discovery import component_types
from engine.design.model import Component, Design

COUNTED = ("instances", "shards", "partitions", "consumers", "appliances")


def doubled(design: Design) -> Design:
    """The design with twice the instances of everything that has some; where nothing is counted, twice the slots."""
    return replace(
        design, name=f"{design.name}, doubled", components=tuple(_doubled(each) for each in design.components)
    )


def _doubled(component: Component) -> Component:
    known = {each.name: each for each in component_types()[component.type].parameters}
    counted = [each for each in COUNTED if each in known] or [each for each in ("slots",) if each in known]
    changed = {name: min(2 * int(component.parameters[name]), int(known[name].high or 2**31)) for name in counted}
    return replace(component, parameters={**component.parameters, **changed})
