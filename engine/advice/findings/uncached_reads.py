"""Something full that is asked for the same keys again and again, with no cache beside it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from engine.advice.edits import AddEntry, Edit
from engine.advice.kinds import (
    FindingType,
    Fix,
    Found,
    Situation,
    connection_edit,
    load_of,
    measured_utilisation,
)
from engine.design.discovery import component_types
from engine.design.kinds import ComponentType
from engine.design.model import Component, Connection
from engine.results.explain.told import Statement

BUSY = 0.7
LESS = 0.7
AWAY = (0.0, 120.0)
"""Where the cache is drawn, seen from what it stands beside."""

TIMEOUT_S = 0.05


def find(situation: Situation) -> Iterator[Found]:
    """Stores that are busy and whose caller asks nobody first."""
    for connection in situation.design.calls:
        target = situation.component(connection.target)
        row = situation.components[target.id]
        used = row["utilisation"]
        if used is None or used < BUSY or not _could_be_cached(situation, connection, target):
            continue
        text = "{caller} asks {callee} for every key anew; {callee} is busy {utilisation} of the time."
        ends = {"caller": connection.source, "callee": target.id}
        yield Found(
            connection.id,
            0.9 * min(used, 1.0),
            Statement(text, {"utilisation": measured_utilisation(row)}, ends),
            tuple(_beside(situation, connection, target)),
        )


def _could_be_cached(situation: Situation, connection: Connection, target: Component) -> bool:
    kind = component_types()[target.type]
    is_plain = connection.kind == "call" and connection.share is None and connection.on_miss is None
    reads = is_plain and not connection.writes and connection.only_for is None and connection.fallback_to is None
    sole = sum(each.target == target.id for each in situation.design.calls) == 1
    caller = component_types()[situation.component(connection.source).type]
    return kind.family == "storage" and not kind.can_call and reads and sole and "source" not in caller.mechanisms


def _cache() -> ComponentType | None:
    """The kind that is looked into and calls nobody itself."""
    kinds = component_types().values()
    return next((each for each in kinds if each.connection_kind == "lookup" and "cache" in each.mechanisms), None)


def _beside(situation: Situation, connection: Connection, target: Component) -> Iterator[Fix]:
    kind, load = _cache(), situation.load(target.id)
    if kind is None or load is None:
        return
    name = f"{target.id}_cache"
    if any(each.id == name for each in situation.design.components):
        return
    later = [
        connection_edit(each, ("order",), each.order, each.order + 1)
        for each in situation.design.calls
        if each.source == connection.source and (each.order > connection.order or each.id == connection.id)
    ]
    edits: tuple[Edit, ...] = (
        AddEntry("components", _entry(kind, name, target)),
        AddEntry("connections", _lookup(connection, name)),
        connection_edit(connection, ("on_miss",), None, name),
        *later,
    )
    label = f"Put a cache beside {target.label}, which {situation.component(connection.source).label} asks first"
    yield Fix(label, edits, load_of(target.id, target.label), at_most=LESS * load)


def _entry(kind: ComponentType, name: str, target: Component) -> dict[str, Any]:
    x, y = target.position
    return {
        "id": name,
        "type": kind.name,
        "label": f"{target.label} cache",
        "position": [x + AWAY[0], y + AWAY[1]],
        "parameters": {each.name: each.default for each in kind.parameters},
    } | ({"place": target.place} if target.place else {})


def _lookup(connection: Connection, name: str) -> dict[str, Any]:
    return {
        "id": f"{connection.source}-{name}",
        "from": connection.source,
        "to": name,
        "kind": "lookup",
        "order": connection.order,
        "optional": True,
        "timeout": TIMEOUT_S,
        "delay": connection.delay_s,
    }


FINDING = FindingType(
    name="uncached_reads",
    label="The same keys again and again",
    help="Popularity is uneven: few keys are asked for most of the time. A cache beside a store answers those itself, "
    "and the store sees what is left. What it is worth follows from the popularity that is drawn.",
    find=find,
)
