"""What lies in a region, a zone or an ISP."""

from __future__ import annotations

from engine.design.model import Component, Connection, Design


def components_inside(design: Design, place: str) -> list[Component]:
    """The components of a place and of the places within it, in the order of the drawing."""
    found = _with_inner(design, place)
    return [each for each in design.components if each.place in found]


def calls_across(design: Design, place: str) -> list[Connection]:
    """The calls with one end in a place and the other outside of it."""
    found = {each.id for each in components_inside(design, place)}
    return [each for each in design.calls if (each.source in found) != (each.target in found)]


def _with_inner(design: Design, place: str) -> set[str]:
    found = {place}
    for _ in design.places:
        found |= {each.id for each in design.places if each.within in found}
    return found
