"""Reads what is drawn: places, components and connections.

Every function here is handed entries as `structure` read them: a field is None where something was refused already, and
what is built then is thrown away with the whole design.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from engine.design.discovery import component_types
from engine.design.kinds import ComponentType
from engine.design.messages import check_kind
from engine.design.model import CONTROL, COPY, STREAM, Component, Connection, Note, Place, Retry
from engine.design.policies import read_policies
from engine.design.references import refuse_doubles, refuse_unknown
from engine.design.structure import Complaints, read_parameters

Entry = Mapping[str, Any]
PARTITIONED = {"log", "consumers", "dead_letters"}  # mechanisms of components whose instances hold messages and stay


def read_places(entries: Sequence[Entry], complaints: Complaints) -> tuple[Place, ...]:
    """Regions and zones; each lies within at most one other, and none within itself."""
    refuse_doubles([each["id"] for each in entries], "places", complaints)
    around = {each["id"]: each["within"] for each in entries}
    for index, each in enumerate(entries):
        path = f"places[{index}].within"
        if each["within"] is None:
            continue
        if each["within"] not in around:
            refuse_unknown(path, "place", each["within"], around, complaints)
        elif each["id"] is not None and _lies_within_itself(each["id"], around):
            complaints.add(path, f'Place "{each["id"]}" lies within itself; take it out of the circle.')
    for index, each in enumerate(entries):
        if each["size"] is not None and min(each["size"]) <= 0:
            complaints.add(f"places[{index}].size", "Write a width and a height above 0.")
    return tuple(_place(each) for each in entries)


def _place(entry: Entry) -> Place:
    return Place(
        entry["id"],
        entry["type"],
        _label(entry),
        entry["within"],
        position=entry["position"],
        size=entry["size"],
        is_collapsed=bool(entry["collapsed"]),
    )


def read_notes(entries: Sequence[Entry], complaints: Complaints) -> tuple[Note, ...]:
    """What people wrote on the canvas."""
    refuse_doubles([each["id"] for each in entries], "notes", complaints)
    return tuple(Note(each["id"], each["text"], each["position"]) for each in entries)


def _lies_within_itself(place_id: str, around: Mapping[str, str | None]) -> bool:
    seen = {place_id}
    outer = around.get(place_id)
    while outer is not None and outer not in seen:
        seen.add(outer)
        outer = around.get(outer)
    return outer == place_id


def _label(entry: Entry) -> str:
    return str(entry["label"] if entry["label"] is not None else entry["id"])


def read_components(entries: Sequence[Entry], places: Sequence[Place], complaints: Complaints) -> tuple[Component, ...]:
    """The boxes, with every parameter of their types filled in."""
    refuse_doubles([each["id"] for each in entries], "components", complaints)
    place_ids = {place.id for place in places}
    return tuple(_component(f"components[{index}]", each, place_ids, complaints) for index, each in enumerate(entries))


def _component(path: str, entry: Entry, place_ids: set[str], complaints: Complaints) -> Component:
    if entry["place"] is not None and entry["place"] not in place_ids:
        refuse_unknown(f"{path}.place", "place", entry["place"], place_ids, complaints)
    kind = component_types().get(entry["type"])
    if kind is None:
        refuse_unknown(f"{path}.type", "component type", entry["type"], component_types(), complaints)
    read = read_parameters(kind.parameters, entry["parameters"], f"{path}.parameters", complaints) if kind else {}
    return Component(
        id=entry["id"],
        type=entry["type"],
        label=_label(entry),
        parameters=read,
        place=entry["place"],
        position=entry["position"],
    )


def read_connections(
    entries: Sequence[Entry], components: Sequence[Component], complaints: Complaints
) -> tuple[Connection, ...]:
    """The arrows, each with an id; their ends must be able to call and be called."""
    types = {component.id: component.type for component in components}
    ids = _ids(entries, set(types), complaints)
    connections = []
    for index, each in enumerate(entries):
        if complaints.is_full:
            break
        connections.append(_connection(f"connections[{index}]", each, ids[index], types, complaints))
    return tuple(connections)


def _ids(entries: Sequence[Entry], taken: set[str], complaints: Complaints) -> list[str]:
    """The ids as given, and "from-to" (with a number when that is taken) for connections without one."""
    refuse_doubles([each["id"] for each in entries], "connections", complaints)
    for index, each in enumerate(entries):
        if each["id"] is not None and each["id"] in taken:
            complaints.add(
                f"connections[{index}].id", f'Choose another id; a component is called "{each["id"]}" already.'
            )
    used = taken | {each["id"] for each in entries if each["id"] is not None}
    counts: dict[str, int] = {}
    return [each["id"] if each["id"] is not None else _derived_id(each, used, counts) for each in entries]


def _derived_id(entry: Entry, used: set[str], counts: dict[str, int]) -> str:
    stem = f"{entry['from']}-{entry['to']}"
    name = stem
    while name in used:
        counts[stem] = counts.get(stem, 1) + 1
        name = f"{stem}-{counts[stem]}"
    used.add(name)
    return name


def _connection(
    path: str, entry: Entry, connection_id: str, types: Mapping[str, str], complaints: Complaints
) -> Connection:
    _check_ends(path, entry, types, complaints)
    if entry["share"] is not None and entry["probability"] is not None and entry["probability"] < 1.0:
        complaints.add(f"{path}.share", "Keep either share or probability; a connection has one of them.")
    connection = Connection(
        id=connection_id,
        source=entry["from"],
        target=entry["to"],
        kind=entry["kind"] or _kind_between(types.get(entry["from"]), types.get(entry["to"])),
        order=entry["order"],
        probability=entry["probability"],
        share=entry["share"],
        on_miss=entry["on_miss"],
        optional=entry["optional"],
        fallback_s=entry["fallback"],
        timeout_s=entry["timeout"],
        delay_s=entry["delay"],
        balancing=entry["balancing"],
        enough=entry["enough"],
        copies=entry["copies"],
        needed=entry["needed"],
        times=entry["times"],
        fallback_to=entry["fallback_to"],
        only_for=entry["only_for"],
        passes_deadline=entry["passes_deadline"],
        cancels=entry["cancels"],
        writes=entry["writes"],
        retry=_retry(entry["retry"]),
        policies=read_policies(entry["policies"], f"{path}.policies", complaints),
    )
    check_kind(path, entry, connection, complaints)
    return connection


def _retry(entry: Entry | None) -> Retry:
    if entry is None:
        return Retry()
    return Retry(
        attempts=entry["attempts"], backoff_s=entry["backoff"], backoff_cap_s=entry["cap"], jitter=entry["jitter"]
    )


def _check_ends(path: str, entry: Entry, types: Mapping[str, str], complaints: Complaints) -> None:
    for end in ("from", "to"):
        if entry[end] is not None and entry[end] not in types:
            refuse_unknown(f"{path}.{end}", "component", entry[end], types, complaints)
    if entry["from"] == entry["to"] and entry["from"] in types:
        complaints.add(f"{path}.to", f'Connect "{entry["from"]}" to another component; it cannot call itself.')
    caller, called = (component_types().get(types.get(entry[end], "")) for end in ("from", "to"))
    if caller is not None and _controls(caller):
        _check_control(path, entry, caller, called, complaints)
    elif caller is not None and caller.joins:
        _check_joint(path, entry, caller, called, complaints)
        return
    elif called is not None and called.carrying is not None:
        _check_stream(path, entry, caller, complaints)
        return
    elif caller is not None and not caller.can_call:
        message = f'Draw this connection from another component: "{entry["from"]}" makes no calls.'
        complaints.add(f"{path}.from", message)
    if called is not None and not called.accepts_calls:
        complaints.add(f"{path}.to", f'Draw this connection to another component: "{entry["to"]}" takes no calls.')
    elif called is not None and not _controls(caller) and entry["kind"] not in (None, *called.connection_kinds):
        kinds = " or ".join(f'"{each}"' for each in called.connection_kinds)
        complaints.add(f"{path}.kind", f'Write {kinds} or leave it out: that is what "{entry["to"]}" takes.')
    if caller is not None and called is not None and not _controls(caller):
        _check_partners(path, entry, caller, called, complaints)


def _check_partners(
    path: str, entry: Entry, caller: ComponentType, called: ComponentType, complaints: Complaints
) -> None:
    if called.called_by and called.called_by not in caller.mechanisms:
        fitting = _with_mechanism(called.called_by)
        message = f'Draw this connection from {fitting}: "{entry["to"]}" takes messages from nothing else.'
        complaints.add(f"{path}.from", message)
    if caller.calls_only and caller.calls_only not in called.mechanisms:
        fitting = _with_mechanism(caller.calls_only)
        message = f'Draw this connection to {fitting}: "{entry["from"]}" hands messages on to nothing else.'
        complaints.add(f"{path}.to", message)


def _with_mechanism(mechanism: str) -> str:
    labels = [each.label.lower() for each in component_types().values() if mechanism in each.mechanisms]
    return "a component of the type " + " or ".join(labels)


def _check_control(
    path: str, entry: Entry, caller: ComponentType, called: ComponentType | None, complaints: Complaints
) -> None:
    if entry["kind"] not in (None, CONTROL):
        complaints.add(f"{path}.kind", f'Write "control" or leave it out: "{entry["from"]}" controls and calls nobody.')
    if called is not None and PARTITIONED & set(called.mechanisms):
        message = f'Draw this connection to another component: what "{entry["to"]}" has are partitions, not instances.'
        complaints.add(f"{path}.to", message)
    elif called is not None and called.accepts_calls and not set(caller.controls) & set(called.mechanisms):
        needed = " or a ".join(caller.controls)
        message = (
            f'Draw this connection to a component with a {needed}: "{entry["from"]}" cannot control "{entry["to"]}".'
        )
        complaints.add(f"{path}.to", message)


def _check_joint(
    path: str, entry: Entry, caller: ComponentType, called: ComponentType | None, complaints: Complaints
) -> None:
    if entry["kind"] not in (None, COPY):
        complaints.add(f"{path}.kind", f'Write "copy" or leave it out: "{entry["from"]}" makes no calls.')
    if called is not None and caller.joins not in called.mechanisms:
        fitting = _with_mechanism(caller.joins)
        message = (
            f'Draw this connection to {fitting}: "{entry["from"]}" makes no calls, and sends copies to nothing else.'
        )
        complaints.add(f"{path}.to", message)


def _check_stream(path: str, entry: Entry, caller: ComponentType | None, complaints: Complaints) -> None:
    if entry["kind"] not in (None, STREAM):
        complaints.add(f"{path}.kind", f'Write "stream" or leave it out: "{entry["to"]}" carries bytes, not requests.')
    if caller is not None and caller.watching is None and caller.carrying is None:
        message = f'Draw this connection from viewers, an edge or a link: "{entry["from"]}" takes no streams of bytes.'
        complaints.add(f"{path}.from", message)


def _controls(caller: ComponentType | None) -> bool:
    return caller is not None and bool(caller.controls)


def _kind_between(caller_name: str | None, called_name: str | None) -> str:
    """What a connection is when nobody says so."""
    caller, called = component_types().get(caller_name or ""), component_types().get(called_name or "")
    if _controls(caller):
        return CONTROL
    if caller is not None and caller.joins:
        return COPY
    return called.connection_kind if called is not None else "call"
