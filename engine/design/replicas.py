"""Stores that keep each key several times: what calls to them are made of, and complaints before a run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from engine.design import limits
from engine.design.discovery import component_types
from engine.design.licensing import with_licences
from engine.design.misses import with_misses
from engine.design.model import Component, Connection, Design, DesignError
from engine.design.rows import Replicas


def replicas_of(component: Component) -> Replicas | None:
    """How a component keeps its keys; None where it answers a call once."""
    return component_types()[component.type].replicas(component)


def with_copies(design: Design) -> Design:
    """The design with the copies that calls to replicas are made of, and told apart what calls of viewers are for: a
    read asks a read quorum, a write all of them."""
    design = with_misses(with_licences(design))
    told = _stores(design)
    if not told:
        return design
    return replace(design, connections=tuple(_copied(each, told.get(each.target)) for each in design.connections))


def _stores(design: Design) -> Mapping[str, Replicas]:
    found = {each.id: replicas_of(each) for each in design.components}
    return {name: each for name, each in found.items() if each is not None}


def _copied(call: Connection, told: Replicas | None) -> Connection:
    if told is None or call.kind != "call":
        return call
    if call.writes:
        return replace(call, copies=told.copies, needed=told.write_quorum)
    return replace(call, copies=told.read_quorum, needed=told.read_quorum)


def check_replicas(design: Design) -> list[DesignError]:
    """Everything that keeps stores with replicas from being called."""
    return [*_of_stores(design), *_of_joints(design), *_of_calls(design)]


def _of_stores(design: Design) -> Iterator[DesignError]:
    for index, each in enumerate(design.components):
        told = replicas_of(each)
        if told is None:
            continue
        path = f"components[{index}].parameters"
        if told.copies > told.nodes:
            yield DesignError(f"{path}.rf", f"Keep at most {told.nodes} replicas, one on each shard.")
        for name, quorum in (("read_quorum", told.read_quorum), ("write_quorum", told.write_quorum)):
            if quorum > told.copies:
                yield DesignError(f"{path}.{name}", f"Wait for at most {told.copies}, as many as there are replicas.")


def _of_joints(design: Design) -> Iterator[DesignError]:
    places = {each.id: place for place, each in enumerate(design.connections)}
    joined = set()
    for count, each in enumerate(design.joints, start=1):
        path = f"connections[{places[each.id]}]"
        ends = frozenset((each.source, each.target))
        if ends in joined:
            message = f'Remove this connection: "{each.source}" and "{each.target}" are joined already, both ways.'
            yield DesignError(f"{path}.to", message)
        joined.add(ends)
        if count == limits.JOINTS + 1:
            yield DesignError(path, f"Join at most {limits.JOINTS} pairs of stores; there are {len(design.joints):,}.")


def _of_calls(design: Design) -> Iterator[DesignError]:
    stores = _stores(design)
    calls = {each.id: each for each in design.calls}
    for index, each in enumerate(design.connections):
        path = f"connections[{index}]"
        told = stores.get(each.target)
        if told is None:
            continue
        if max(each.copies, each.needed or 1) > 1:
            field = "copies" if each.copies > 1 else "needed"
            yield DesignError(f"{path}.{field}", "Clear this: the store's quorums say how many replicas are asked.")
        if "hedge" in each.policies:
            yield DesignError(f"{path}.policies.hedge", "Remove the hedge; raise the read quorum to ask more replicas.")
    for index, each in enumerate(design.connections):
        instead = calls.get(each.fallback_to or "")
        if instead is not None and instead.target in stores and _copied(instead, stores[instead.target]).copies > 1:
            message = f'Call something else instead: one call to "{instead.target}" asks several replicas.'
            yield DesignError(f"connections[{index}].fallback_to", message)
