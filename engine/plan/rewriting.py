"""Writes a changed design into the tables of a run that goes on; queues and all other state stay as they are."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from engine.design.kinds import Edit
from engine.design.model import Connection, Design
from engine.design.policies import lower_policies
from engine.kernel.events import RESUME
from engine.kernel.growth import reserve_ring
from engine.kernel.life import ABSENT, LEAVING, UP
from engine.kernel.planning import instances_in, plan_turn
from engine.kernel.records import CACHE
from engine.kernel.state import CLOCK, MARGIN, Rows, State
from engine.plan import changes
from engine.plan.lowering import Lowered, lower
from engine.plan.plan import Plan, _write_connection, _write_station

STATION = ("slots", "queue_limit", "shape", "mean_ns", "first_parameter", "second_parameter", "error_ratio")
RULES = ("deadline_margin_ns", "lifo_after_ns")
CONNECTION = (
    "lane",
    "delay_ns",
    "attempts",
    "timeout_ns",
    "fallback_ns",
    "backoff_ns",
    "backoff_cap_ns",
    "probability",
    "jitter",
)


def rewrite_tables(plan: Plan, before: Design, after: Design) -> None:
    """Changes the rows of what differs between two designs that `changes.read_change` has led from one to the other."""
    for component, fresh in zip(before.components, after.components, strict=True):
        if component != fresh:
            _rewrite_component(plan, plan.component_rows[fresh.id], lower(fresh))
    for call, turned in zip(before.calls, after.calls, strict=True):
        if call != turned:
            _rewrite_connection(plan, plan.connection_rows[turned.id], turned, call.delay_s != turned.delay_s)


def slots_lost(plan: Plan, before: Design, after: Design) -> dict[int, int]:
    """By how many slots each instance of a component has fewer afterwards, by row; negative where it has more."""
    lost = {}
    for component, fresh in zip(before.components, after.components, strict=True):
        old, new = lower(component).has_station, lower(fresh).has_station
        if old is not None and new is not None and old.slots != new.slots:
            lost[plan.component_rows[fresh.id]] = old.slots - new.slots
    return lost


def rewrite_state(plan: Plan, state: State, before: Design, after: Design) -> list[Edit]:
    """Brings along what the state keeps of a parameter; gives the instances to start or to stop."""
    for component, fresh in zip(before.components, after.components, strict=True):
        old, new = lower(component).has_station, lower(fresh).has_station
        if old is not None and new is not None and old.error_ratio != new.error_ratio:
            here = state.component_states[plan.component_rows[fresh.id]]
            injected = (float(here["error_ratio"]) - old.error_ratio) / (1.0 - old.error_ratio or 1.0)
            here["error_ratio"] = new.error_ratio + injected * (1.0 - new.error_ratio)
        if old is not None and new is not None and old.slots < new.slots:
            _take_more(plan, state, plan.component_rows[fresh.id])
    for call, turned in zip(before.calls, after.calls, strict=True):
        row = int(plan.tables.connections[plan.connection_rows[turned.id]]["policy"])
        permits = [lower_policies(each.policies).columns.get("permits") for each in (call, turned)]
        if row >= 0 and permits[0] != permits[1]:
            state.policy_states[row]["limit"] = float(permits[1] or 0.0)
    return list(_instances(plan, state, before, after))


def _take_more(plan: Plan, state: State, row: int) -> None:
    """Every instance that serves takes from its queue what it has slots for now."""
    reserve_ring(state, int(plan.tables.components[row]["instances"]) + int(state.registers[MARGIN]))
    for instance in instances_in(plan.tables, state, row, UP, LEAVING):
        plan_turn(state, RESUME, instance, int(state.registers[CLOCK]))


def room_for(plan: Plan, state: State, component: str) -> int:
    """How many instances a component may have in all, those that are dead included."""
    here = plan.tables.components[plan.component_rows[component]]
    first, count = int(here["first_instance"]), int(here["instances"])
    lives = state.lives["phase"][first : first + count]
    row = state.component_states[plan.component_rows[component]]
    return int((lives == ABSENT).sum()) + int(row["up"]) + int(row["booting"])


def _instances(plan: Plan, state: State, before: Design, after: Design) -> Iterator[Edit]:
    for present_one, component in zip(before.components, after.components, strict=True):
        old, new = lower(present_one).has_station, lower(component).has_station
        if old is None or new is None or old.instances == new.instances:
            continue
        row = state.component_states[plan.component_rows[component.id]]
        present = int(row["up"]) + int(row["booting"])
        wanted = min(new.instances, room_for(plan, state, component.id))
        if wanted > present:
            yield Edit("start_instances", component.id, float(wanted - present))
        elif wanted < present:
            yield Edit("stop_instances", component.id, float(present - wanted))


def _rewrite_component(plan: Plan, row: int, lowered: Lowered) -> None:
    tables = plan.tables
    fresh = tables.components[row : row + 1].copy()
    fresh["mean_ns"] = fresh["first_parameter"] = fresh["second_parameter"] = 0.0
    _write_station(fresh[0], lowered)
    _copy(tables.components, row, fresh, STATION)
    if lowered.has_station is not None:
        rules = tables.component_rules[row : row + 1].copy()
        rules["deadline_margin_ns"] = round(lowered.has_station.deadline_margin_s * 1e9)
        rules["lifo_after_ns"] = round(lowered.has_station.lifo_after_s * 1e9)
        _copy(tables.component_rules, row, rules, RULES)
    if lowered.has_cache is not None:
        cache = np.zeros(1, CACHE)
        cache["ttl_ns"] = round(lowered.has_cache.ttl_s * 1e9)
        cache["renews_on_read"] = lowered.has_cache.renews_on_read
        cache["ahead_ns"] = round(lowered.has_cache.refilling.ahead * lowered.has_cache.ttl_s * 1e9)
        columns = ("ttl_ns", "renews_on_read", "ahead_ns")
        _copy(tables.caches, int(tables.components[row]["cache"]), cache, columns)
    if lowered.has_source is not None:
        place = int(np.flatnonzero(tables.sources["component"] == row)[0])
        source = tables.sources[place : place + 1].copy()
        source["think_ns"] = lowered.has_source.think_s * 1e9
        _copy(tables.sources, place, source, ("think_ns",))


def _rewrite_connection(plan: Plan, row: int, call: Connection, is_moved: bool) -> None:
    tables = plan.tables
    fresh = tables.connections[row : row + 1].copy()
    _write_connection(fresh[0], call, plan.seed)
    if is_moved:
        fresh[0]["lane"] = _lane(plan, int(fresh[0]["delay_ns"]))
    _copy(tables.connections, row, fresh, CONNECTION)
    columns = lower_policies(call.policies).columns
    place = int(tables.connections[row]["policy"])
    if place >= 0:
        policy = tables.policies[place : place + 1].copy()
        names = tuple(sorted(changes.POLICIES & columns.keys()))
        for name in names:
            policy[name] = columns[name]
        _copy(tables.policies, place, policy, names)


def _lane(plan: Plan, delay_ns: int) -> int:
    """A lane keeps what is under way in order because all in it take equally long: that of another connection whose
    calls take as long, else none."""
    connections = plan.tables.connections
    publishing = plan.tables.publishing["publish_ns"]
    is_call = publishing == 0 if len(publishing) else np.ones(len(connections), np.bool_)
    equal = is_call & (connections["delay_ns"] == delay_ns) & (connections["lane"] >= 0) & (delay_ns > 0)
    return int(connections["lane"][equal].max(initial=-1))


def _copy(table: Rows, row: int, fresh: Rows, columns: tuple[str, ...]) -> None:
    """The tables of a plan are read-only so that nothing of a run changes them by mistake; this is no mistake."""
    table.flags.writeable = True
    for each in columns:
        table[row][each] = fresh[0][each]
    table.flags.writeable = False
