"""Gives stores with replicas their columns and the room for their versions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from engine.design.model import Component, Connection, Design
from engine.design.replicas import replicas_of
from engine.kernel.joints import JOINT
from engine.kernel.replicas import READS, WRITES
from engine.kernel.state import Integers, Rows, Tables
from engine.plan.lowering import Lowered
from engine.plan.streams import stream_key
from engine.plan.titles import keys_of


def write_replicas(table: Rows, components: Sequence[Component], lowered: Sequence[Lowered], seed: int) -> None:
    """Fills the columns of COMPONENT_RULE of stores with replicas; keys are those of the source that has most."""
    keys_count = keys_of(lowered)
    first = 0
    for here, component, each in zip(table, components, lowered, strict=True):
        told = each.has_replicas
        if told is None:
            continue
        here["nodes"], here["replicas"] = told.nodes, told.copies
        here["read_quorum"], here["write_quorum"] = told.read_quorum, told.write_quorum
        here["repairs"], here["write_factor"] = told.repairs, told.write_factor
        here["replica_stream"] = stream_key(seed, "replicas", component.id)
        here["first_version"], here["versioned_keys"] = first, keys_count
        here["varies"] = here["varies"] or told.write_factor != 1.0
        first += keys_count * (told.copies + 1)


def join_stores(
    table: Rows, joints: Sequence[Connection], place: Mapping[str, int], lowered: Sequence[Lowered]
) -> Rows:
    """The joints (JOINT) of pairs of stores, both ways, those from one store together; fills its columns in `table`."""
    if not joints:
        return np.zeros(0, JOINT)
    ends = [(place[each.source], place[each.target]) for each in joints]
    ways = sorted([*ends, *((target, source) for source, target in ends)])
    for row, here in enumerate(table):
        mine = [number for number, (source, _) in enumerate(ways) if source == row]
        told = lowered[row].has_replicas
        if told is not None and mine:
            here["first_joint"], here["joints_end"] = mine[0], mine[-1] + 1
            here["lag_ns"] = round(told.lag_s * 1e9)
            here["far_wait_ns"] = here["lag_ns"] if told.waits_for_far else 0
    return np.array([(target, ways.index((target, source))) for source, target in ways], JOINT)


def role_of(call: Connection, place: Mapping[str, int], lowered: Sequence[Lowered]) -> int:
    """Whether calls over a connection read or write replicas; 0 where their callee has none."""
    if lowered[place[call.target]].has_replicas is None:
        return 0
    return WRITES if call.writes else READS


def first_versions(tables: Tables) -> Integers:
    """What every replica has before the run."""
    rules = tables.component_rules
    return np.zeros(max(int((rules["versioned_keys"] * (rules["replicas"] + 1)).sum()), 1), np.int64)


def keeps_replicas(design: Design) -> bool:
    """True when some component asks for keys because it keeps them."""
    return any(replicas_of(each) is not None for each in design.components)
