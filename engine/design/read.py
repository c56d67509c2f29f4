"""Reads a document into a `Design`: everything that makes a document meaningless is found here, all of it at once.

What an editor may save half-way (a source without traffic, a schedule that hits nothing yet) is found in `check`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from engine.design.discovery import component_types, failure_types, workload_types
from engine.design.fields import DESIGN, OBJECTIVE, OBJECTIVE_METRICS
from engine.design.model import (
    Component,
    Connection,
    Design,
    DesignError,
    Objective,
    Place,
    Retry,
    Scheduled,
    Traffic,
    Workload,
)
from engine.design.parse import parse
from engine.design.structure import Complaints, read_object, read_parameters
from engine.design.values import read_number, shown, suggestion


def read_text(text: str | bytes) -> tuple[Design | None, list[DesignError]]:
    """Reads a design from JSON or YAML text, whoever wrote it.

    Gives (design, []) or (None, errors); never half a design, never an exception for any text.
    """
    parsed, errors = parse(text)
    return (None, errors) if errors else read_document(parsed)


def read_document(document: Any) -> tuple[Design | None, list[DesignError]]:
    """Reads a design from parsed JSON or YAML: a mapping with the fields of format 1.

    Gives (design, []) or (None, errors); at most `limits.ERRORS` errors, each with its path.
    """
    complaints = Complaints()
    values = read_object(DESIGN, document, "", complaints)
    if values is None:
        return None, complaints.errors
    places = tuple(_place(each) for each in values["places"])
    _check_places(places, complaints)
    components = _components(values["components"], {place.id for place in places}, complaints)
    design = Design(
        name=values["name"],
        description=values["description"],
        places=places,
        components=components,
        connections=_connections(values["connections"], components, complaints),
        workload=_workload(values["workload"], complaints),
        schedule=tuple(_scheduled(index, each, complaints) for index, each in enumerate(values["schedule"])),
        objectives=tuple(_objective(index, each, complaints) for index, each in enumerate(values["objectives"])),
    )
    return (None, complaints.errors) if complaints.errors else (design, [])


def _place(values: Mapping[str, Any]) -> Place:
    label = values["label"] if values["label"] is not None else values["id"]
    return Place(id=values["id"], type=values["type"], label=label, within=values["within"])


def _check_places(places: Sequence[Place], complaints: Complaints) -> None:
    _refuse_doubles([place.id for place in places], "places", complaints)
    around = {place.id: place.within for place in places}
    for index, place in enumerate(places):
        if place.within is None:
            continue
        if place.within not in around:
            _refuse_unknown(f"places[{index}].within", "place", place.within, list(around), complaints)
        elif _lies_within_itself(place.id, around):
            complaints.add(
                f"places[{index}].within", f'Place "{place.id}" lies within itself; take it out of the circle.'
            )


def _lies_within_itself(place_id: str, around: Mapping[str, str | None]) -> bool:
    seen = {place_id}
    outer = around.get(place_id)
    while outer is not None and outer not in seen:
        seen.add(outer)
        outer = around.get(outer)
    return outer is not None


def _components(
    entries: Sequence[Mapping[str, Any]], places: set[str], complaints: Complaints
) -> tuple[Component, ...]:
    _refuse_doubles([each["id"] for each in entries], "components", complaints)
    components = []
    for index, each in enumerate(entries):
        path = f"components[{index}]"
        kind = component_types().get(each["type"])
        if each["place"] is not None and each["place"] not in places:
            _refuse_unknown(f"{path}.place", "place", each["place"], sorted(places), complaints)
        if kind is None:
            _refuse_unknown(f"{path}.type", "component type", each["type"], list(component_types()), complaints)
            continue
        components.append(
            Component(
                id=each["id"],
                type=kind.name,
                label=each["label"] if each["label"] is not None else each["id"],
                parameters=read_parameters(kind.parameters, each["parameters"], f"{path}.parameters", complaints),
                place=each["place"],
                position=each["position"],
            )
        )
    return tuple(components)


def _connections(
    entries: Sequence[Mapping[str, Any]], components: Sequence[Component], complaints: Complaints
) -> tuple[Connection, ...]:
    if complaints.errors:
        # Connections cannot be judged against components that could not be read.
        return ()
    types = {component.id: component.type for component in components}
    ids = _connection_ids(entries, set(types), complaints)
    return tuple(
        _connection(f"connections[{index}]", each, ids[index], types, complaints) for index, each in enumerate(entries)
    )


def _connection_ids(entries: Sequence[Mapping[str, Any]], taken: set[str], complaints: Complaints) -> list[str]:
    """The ids as given, and "from-to" (with a number when that is taken) for connections without one."""
    _refuse_doubles([each["id"] for each in entries if each["id"] is not None], "connections", complaints)
    for index, each in enumerate(entries):
        if each["id"] in taken:
            complaints.add(
                f"connections[{index}].id", f'Choose another id; a component is called "{each["id"]}" already.'
            )
    used = taken | {each["id"] for each in entries if each["id"] is not None}
    counts: dict[str, int] = {}
    ids = []
    for each in entries:
        if each["id"] is not None:
            ids.append(each["id"])
            continue
        stem = f"{each['from']}-{each['to']}"
        counts[stem] = counts.get(stem, 0) + 1
        name = stem if counts[stem] == 1 else f"{stem}-{counts[stem]}"
        while name in used:
            counts[stem] += 1
            name = f"{stem}-{counts[stem]}"
        used.add(name)
        ids.append(name)
    return ids


def _connection(
    path: str, values: Mapping[str, Any], connection_id: str, types: Mapping[str, str], complaints: Complaints
) -> Connection:
    _check_ends(path, values, types, complaints)
    _check_choice_of_calls(path, values, complaints)
    retry = values["retry"]
    return Connection(
        id=connection_id,
        source=values["from"],
        target=values["to"],
        kind=values["kind"] or _kind_of_calls_to(types.get(values["to"])),
        order=values["order"],
        probability=values["probability"],
        share=values["share"],
        on_miss=values["on_miss"],
        optional=values["optional"],
        fallback_s=values["fallback"],
        timeout_s=values["timeout"],
        delay_s=values["delay"],
        balancing=values["balancing"],
        retry=Retry(retry["attempts"], retry["backoff"], retry["cap"], retry["jitter"]),
    )


def _check_ends(path: str, values: Mapping[str, Any], types: Mapping[str, str], complaints: Complaints) -> None:
    for end in ("from", "to"):
        if values[end] not in types:
            _refuse_unknown(f"{path}.{end}", "component", values[end], list(types), complaints)
    caller, called = types.get(values["from"]), types.get(values["to"])
    if values["from"] == values["to"] and caller is not None:
        complaints.add(f"{path}.to", f'Connect "{values["from"]}" to another component; it cannot call itself.')
    if caller is not None and not component_types()[caller].can_call:
        complaints.add(
            f"{path}.from", f"Draw this connection from another component; {_kind_name(caller)} makes no calls."
        )
    if called is None:
        return
    if not component_types()[called].accepts_calls:
        complaints.add(f"{path}.to", f"Draw this connection to another component; {_kind_name(called)} takes no calls.")
    elif values["kind"] not in (None, _kind_of_calls_to(called)):
        wanted = _kind_of_calls_to(called)
        complaints.add(
            f"{path}.kind", f'Write "{wanted}" or leave it out: connections to {_kind_name(called)} are of that kind.'
        )


def _check_choice_of_calls(path: str, values: Mapping[str, Any], complaints: Complaints) -> None:
    if values["share"] is not None and values["probability"] < 1.0:
        complaints.add(f"{path}.share", "Keep either share or probability; a connection has one of them.")


def _kind_of_calls_to(type_name: str | None) -> str:
    return component_types()[type_name].connection_kind if type_name is not None else "call"


def _kind_name(type_name: str) -> str:
    label = component_types()[type_name].label.lower()
    return f"{'an' if label[0] in 'aeiou' else 'a'} {label}"


def _workload(values: Mapping[str, Any], complaints: Complaints) -> Workload:
    if values["warm_up"] >= values["duration"]:
        complaints.add("workload.warm_up", "Make the warm-up shorter than the duration.")
    _refuse_doubles([each["source"] for each in values["traffic"]], "workload.traffic", complaints, "source")
    traffic = tuple(_traffic(index, each, complaints) for index, each in enumerate(values["traffic"]))
    return Workload(duration_s=values["duration"], warm_up_s=values["warm_up"], traffic=traffic)


def _traffic(index: int, values: Mapping[str, Any], complaints: Complaints) -> Traffic:
    path = f"workload.traffic[{index}]"
    shape = workload_types().get(values["shape"])
    if shape is None:
        _refuse_unknown(f"{path}.shape", "traffic shape", values["shape"], list(workload_types()), complaints)
    parameters = shape.parameters if shape is not None else ()
    read = read_parameters(parameters, values["parameters"], f"{path}.parameters", complaints) if shape else {}
    return Traffic(source=values["source"], shape=values["shape"], parameters=read)


def _scheduled(index: int, values: Mapping[str, Any], complaints: Complaints) -> Scheduled:
    path = f"schedule[{index}]"
    failure = failure_types().get(values["failure"])
    if failure is None:
        _refuse_unknown(f"{path}.failure", "failure", values["failure"], list(failure_types()), complaints)
    read = (
        read_parameters(failure.parameters, values["parameters"], f"{path}.parameters", complaints) if failure else {}
    )
    return Scheduled(
        at_s=values["at"], failure=values["failure"], target=values["target"], parameters=read, lasts_s=values["for"]
    )


def _objective(index: int, values: Mapping[str, Any], complaints: Complaints) -> Objective:
    path = f"objectives[{index}]"
    if (values["at_most"] is None) == (values["at_least"] is None):
        complaints.add(path, "Write either at_most or at_least, one of them.")
    bounds: dict[str, float | None] = {"at_most": None, "at_least": None}
    for each in OBJECTIVE:
        if each.name in bounds and values[each.name] is not None:
            in_unit = replace(each, unit=OBJECTIVE_METRICS[values["metric"]])
            bounds[each.name] = complaints.value(f"{path}.{each.name}", read_number(in_unit, values[each.name]))
    return Objective(metric=values["metric"], of=values["of"], **bounds)


def _refuse_doubles(ids: Sequence[str], path: str, complaints: Complaints, field: str = "id") -> None:
    seen: set[str] = set()
    for index, each in enumerate(ids):
        if each in seen:
            complaints.add(f"{path}[{index}].{field}", f'Choose another {field}; "{each}" stands here already.')
        seen.add(each)


def _refuse_unknown(path: str, word: str, name: str, known: Sequence[str], complaints: Complaints) -> None:
    if complaints.is_full:
        return
    offered = suggestion(name, known)
    if not offered and 0 < len(known) <= 12:
        offered = f" There is {', '.join(known)}."
    complaints.add(path, f"Nothing called {shown(name)} is a {word} here.{offered}")
