"""Facts of a drawing: which way arrows lead, and what is set where."""

from __future__ import annotations

from engine.design.discovery import component_types, policy_types
from engine.design.fields import CONNECTION, RETRY
from engine.design.model import CONTROL, Design
from engine.design.write import to_document

Setting = tuple[float | str, str]


def leads_to(design: Design, begin: str, end: str) -> bool:
    """Whether arrows lead from one component to another; either may be a type, which means any of them."""
    ways: dict[str, list[str]] = {}
    for each in design.connections:
        if each.kind != CONTROL:
            ways.setdefault(each.source, []).append(each.target)
    seen, waiting = set(), list(_named(design, begin))
    ends = _named(design, end)
    while waiting:
        for target in ways.get(waiting.pop(), []):
            if target in ends:
                return True
            if target not in seen:
                seen.add(target)
                waiting.append(target)
    return False


def setting_of(design: Design, component: str, path: tuple[str, ...]) -> Setting | None:
    """A parameter of a component (or its place) with its unit; None when there is none."""
    found = next((each for each in design.components if each.id == component), None)
    if found is None or len(path) != 1:
        return None
    if path[0] in ("place", "type"):
        return str(getattr(found, path[0]) or "none"), ""
    if path[0] not in found.parameters:
        return None
    units = {each.name: each.unit for each in component_types()[found.type].parameters}
    return _plain(found.parameters[path[0]]), units.get(path[0], "")


def policy_of(design: Design, connection: str, path: tuple[str, ...]) -> Setting | None:
    """A field of a connection, of its retries, or of one of its policies, with its unit; None when there is none."""
    place = next((index for index, each in enumerate(design.connections) if each.id == connection), None)
    if place is None:
        return None
    written = to_document(design)["connections"][place]
    if path[0] in policy_types():
        settings = written.get("policies", {}).get(path[0])
        units = {each.name: each.unit for each in policy_types()[path[0]].parameters}
        return (
            (_plain(settings[path[1]]), units[path[1]]) if settings and len(path) == 2 and path[1] in settings else None
        )
    fields = {each.name: each for each in (RETRY if path[0] == "retry" else CONNECTION)}
    name = path[-1]
    values = written.get("retry", {}) if path[0] == "retry" else written
    if name not in fields or len(path) > 2:
        return None
    value = values.get(name, fields[name].default)
    return None if value is None or isinstance(value, dict) else (_plain(value), fields[name].unit)


def _named(design: Design, name: str) -> set[str]:
    if any(each.id == name for each in design.components):
        return {name}
    return {each.id for each in design.components if each.type == name}


def _plain(value: object) -> float | str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return float(value) if isinstance(value, int | float) else str(value)
