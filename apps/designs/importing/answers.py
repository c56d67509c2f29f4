"""From a sketch and what a person answered to a document, and the questions that a sketch leaves open."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from apps.designs.importing import Found, Sketch
from apps.designs.importing.layout import positions
from apps.designs.importing.names import id_of
from engine.design.discovery import component_types
from engine.design.limits import NAME_CHARACTERS
from engine.design.model import DesignError

LEAVE_OUT = "-"
RATE_MOST = 100_000.0
RATE_USUAL = 50.0
SOURCE = "traffic_source"
COPIES = ("instances", "shards")
LOOKUP, STORAGE, TRAFFIC = "lookup", "storage", "traffic"


@dataclass(frozen=True)
class Answers:
    """What was answered, by the places of things in the sketch.

    `kinds` are names of kinds, or LEAVE_OUT; `calls` are the arrows that are calls; `entries` whom viewers call;
    `behind` names the store that a caller asks after a miss in a cache, by caller and cache.
    """

    name: str
    kinds: Mapping[int, str]
    calls: frozenset[int]
    entries: frozenset[int]
    rate_per_s: float
    behind: Mapping[tuple[str, str], str] = field(default_factory=dict)


@dataclass(frozen=True)
class Question:
    """A caller that asks a cache: which of its stores does it ask after a miss?"""

    caller: Found
    cache: Found
    stores: tuple[Found, ...]


def sends(kind: str) -> bool:
    """Whether components of this kind send the requests of viewers."""
    return kind in component_types() and component_types()[kind].family == TRAFFIC


def guessed(sketch: Sketch) -> Answers:
    """What the page proposes: guesses where there are any, nothing where nobody can know."""
    kinds = {place: LEAVE_OUT if each.is_beside else each.kind for place, each in enumerate(sketch.found)}
    calls = frozenset(place for place, each in enumerate(sketch.arrows) if not each.because.endswith("both ends"))
    entries = frozenset(place for place, each in enumerate(sketch.found) if each.is_entry and not each.is_beside)
    first = Answers(sketch.name[:NAME_CHARACTERS], kinds, calls, entries, RATE_USUAL)
    behind = {(each.caller.id, each.cache.id): each.stores[0].id for each in questions(sketch, first)}
    return Answers(first.name, kinds, calls, entries, RATE_USUAL, behind)


def questions(sketch: Sketch, answers: Answers) -> list[Question]:
    """Every caller of a cache that also calls a store."""
    types = component_types()
    kinds = {each.id: answers.kinds.get(place, "") for place, each in enumerate(sketch.found)}
    found = {each.id: each for each in sketch.found}
    targets: dict[str, list[str]] = {}
    for place, arrow in enumerate(sketch.arrows):
        if place in answers.calls and {kinds[arrow.source], kinds[arrow.target]} <= set(types):
            targets.setdefault(arrow.source, []).append(arrow.target)
    asked = []
    for caller, called in targets.items():
        caches = [each for each in called if types[kinds[each]].connection_kind == LOOKUP]
        stores = [each for each in called if types[kinds[each]].family == STORAGE and each not in caches]
        asked += [
            Question(found[caller], found[each], tuple(found[one] for one in stores)) for each in caches if stores
        ]
    return asked


def document_of(sketch: Sketch, answers: Answers) -> dict[str, Any]:
    """The document; every kind must be answered. Viewers are drawn where the sketch has none."""
    kept = _kept(sketch, answers)
    arrows = _calls(sketch, answers)
    components = [_component(sketch.found[place], answers.kinds[place]) for place in kept.values()]
    connections = [_connection(sketch, place, answers) for place in arrows]
    sources = [each["id"] for each in components if sends(each["type"])]
    entries = [sketch.found[place].id for place in sorted(answers.entries) if sketch.found[place].id in kept]
    if not sources:
        viewers = id_of("viewers", kept)
        sources = [viewers]
        components.insert(0, {"id": viewers, "type": SOURCE, "label": "Viewers"})
        connections = [{"from": viewers, "to": each} for each in entries] + connections
    places = [
        {"id": name, "type": "zone" if within else "region", "label": label} | ({"within": within} if within else {})
        for name, label, within in sketch.places
    ]
    _lay_out(components, connections)
    traffic = [
        {"source": each, "shape": "constant", "parameters": {"rate_per_s": answers.rate_per_s / len(sources)}}
        for each in sources
    ]
    return {
        "format": 1,
        "name": answers.name,
        "places": places,
        "components": components,
        "connections": connections,
        "workload": {"duration": 300, "warm_up": 30, "traffic": traffic},
    }


def asked_at(sketch: Sketch, answers: Answers, errors: Sequence[DesignError]) -> list[DesignError]:
    """The errors of a document that was made from answers, at the questions whose answers they come from."""
    kept, arrows = [*_kept(sketch, answers).values()], _calls(sketch, answers)
    has_source = any(sends(answers.kinds[place]) for place in kept)
    added_calls = 0 if has_source else len(answers.entries & set(kept))
    fields = {"components": ("kind", kept, 0 if has_source else 1), "connections": ("call", arrows, added_calls)}
    found = []
    for error in errors:
        part = re.match(r"(components|connections)\[(\d+)\]", error.path)
        name, places, added = fields[part[1]] if part else ("", [], 0)
        index = int(part[2]) - added if part else -1
        path = f"{name}_{places[index]}" if 0 <= index < len(places) else ""
        found.append(DesignError(path, error.message))
    return found


def _kept(sketch: Sketch, answers: Answers) -> dict[str, int]:
    return {each.id: place for place, each in enumerate(sketch.found) if answers.kinds[place] != LEAVE_OUT}


def _calls(sketch: Sketch, answers: Answers) -> list[int]:
    """The arrows that are calls between what is kept."""
    kept = _kept(sketch, answers)
    arrows = enumerate(sketch.arrows)
    return [place for place, each in arrows if place in answers.calls and {each.source, each.target} <= kept.keys()]


def _component(found: Found, kind: str) -> dict[str, Any]:
    component: dict[str, Any] = {"id": found.id, "type": kind, "label": found.label}
    copies = found.parameters.get("copies")
    names = {each.name for each in component_types()[kind].parameters}
    name = next((each for each in COPIES if each in names), None)
    if copies is not None and name is not None:
        component["parameters"] = {name: copies}
    return component | ({"place": found.place} if found.place else {})


def _connection(sketch: Sketch, place: int, answers: Answers) -> dict[str, Any]:
    arrow = sketch.arrows[place]
    connection: dict[str, Any] = {"from": arrow.source, "to": arrow.target}
    if arrow.is_optional and _takes_options(sketch, arrow.target, answers):
        connection["optional"] = True
    behind = {cache: store for (caller, cache), store in answers.behind.items() if caller == arrow.source}
    if arrow.target in behind.values():
        cache = next(each for each, store in behind.items() if store == arrow.target)
        connection |= {"order": 2, "on_miss": cache}
    return connection


def _takes_options(sketch: Sketch, target: str, answers: Answers) -> bool:
    """Only calls that somebody waits for can be optional."""
    kind = next(answers.kinds[place] for place, each in enumerate(sketch.found) if each.id == target)
    return component_types()[kind].connection_kind in ("call", LOOKUP)


def _lay_out(components: list[dict[str, Any]], connections: list[dict[str, Any]]) -> None:
    ids = [each["id"] for each in components]
    places = {each["id"]: each.get("place", "") for each in components}
    found = positions(ids, [(each["from"], each["to"]) for each in connections], places)
    for each in components:
        each["position"] = list(found[each["id"]])
