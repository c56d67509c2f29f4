"""Edits that keep the instances of a component from serving: hangs, pauses, leaks, refusals."""

from __future__ import annotations

import numpy as np

from engine.kernel import crashing
from engine.kernel.events import RESUME
from engine.kernel.growth import reserve_ring
from engine.kernel.life import LEAVING, UP
from engine.kernel.pausing import hold_services, release_services
from engine.kernel.planning import instances_in, plan_turn
from engine.kernel.sharing import settle_sharing
from engine.kernel.state import CLOCK, MARGIN, PAUSED, REFUSING, STALLED, VARIES, State, Tables
from engine.kernel.stations import SHARES


def stall_station(tables: Tables, state: State, row: int, value: float) -> None:
    """1 lets no service begin; 0 heals, and what waits is taken into service."""
    if tables.components[row]["queue_rule"] & SHARES:
        _settle(tables, state, row)
    _hinder(tables, state, row, STALLED, value)
    if value == 0.0 and crashing.group_of(tables, row) >= 0:
        crashing.wake_consumers(tables, state, row)
    elif value == 0.0:
        _resume(tables, state, row)


def pause_station(tables: Tables, state: State, row: int, value: float) -> None:
    """1 stops everything inside, services under way too; 0 heals, and each goes on with what it had left."""
    first = int(tables.components[row]["first_instance"])
    is_paused = bool(state.instances[first]["hindrance"] & PAUSED)
    if is_paused == (value != 0.0):
        return
    if tables.components[row]["queue_rule"] & SHARES:
        _settle(tables, state, row)
    if is_paused:
        release_services(state, row)
    else:
        hold_services(state, row)
    _hinder(tables, state, row, PAUSED, value)
    if is_paused and crashing.group_of(tables, row) >= 0:
        crashing.wake_consumers(tables, state, row)
    elif is_paused:
        _resume(tables, state, row)


def leak_station(tables: Tables, state: State, row: int, value: float) -> None:
    """Service times grow by this share every minute, counted from now or from when an instance came up; 0 heals."""
    first = int(tables.components[row]["first_instance"])
    details = state.details[first : first + int(tables.components[row]["instances"])]
    details["leak_per_ns"] = value / 60e9
    details["leaks_since_ns"] = int(state.registers[CLOCK])
    _vary(tables, state, row)


def crowding(_: Tables, state: State, row: int, value: float) -> None:
    """Instances that get a neighbour from now on take 1 + `value` times as long; at a pool: what neighbours take."""
    state.component_states[row]["crowding"] = value


def crowded_hosts(_: Tables, state: State, row: int, value: float) -> None:
    """On so many of its hosts a pool has neighbours that take more than their share; 0 heals."""
    state.component_states[row]["crowded_hosts"] = round(value)


def crowd_one(tables: Tables, state: State, row: int, value: float) -> None:
    """The instance with this number (0 is the first) has a neighbour: what begins there takes longer."""
    _crowd(tables, state, row, round(value), float(state.component_states[row]["crowding"]))


def relieve_one(tables: Tables, state: State, row: int, value: float) -> None:
    """The instance with this number has its host for itself again."""
    _crowd(tables, state, row, round(value), 0.0)


def _crowd(tables: Tables, state: State, row: int, place: int, by: float) -> None:
    assert 0 <= place < int(tables.components[row]["instances"]), place
    state.details[int(tables.components[row]["first_instance"]) + place]["crowding"] = by
    _vary(tables, state, row)


def _vary(tables: Tables, state: State, row: int) -> None:
    """Sets or clears at every instance whether its service times depend on what it is."""
    first = int(tables.components[row]["first_instance"])
    end = first + int(tables.components[row]["instances"])
    details, hindrance = state.details[first:end], state.instances["hindrance"][first:end]
    varies = (details["leak_per_ns"] > 0.0) | (details["crowding"] > 0.0) | bool(tables.component_rules[row]["varies"])
    hindrance[:] = np.where(varies, hindrance | VARIES, hindrance & ~VARIES)


def _settle(tables: Tables, state: State, row: int) -> None:
    clock = state.registers[CLOCK]
    settle_sharing(tables.components, state.instances, state.details, tables.component_rules, row, clock)


def _resume(tables: Tables, state: State, row: int) -> None:
    """Every instance that serves takes from its queue what it has slots for."""
    here = tables.components[row]
    reserve_ring(state, int(here["instances"]) + int(state.registers[MARGIN]))
    for instance in instances_in(tables, state, row, UP, LEAVING):
        plan_turn(state, RESUME, instance, int(state.registers[CLOCK]))


def refuse_work(tables: Tables, state: State, row: int, value: float) -> None:
    """1 refuses at once whatever arrives, 0 heals; work that is inside goes on."""
    _hinder(tables, state, row, REFUSING, value)
    if value == 0.0 and crashing.group_of(tables, row) >= 0:
        crashing.wake_consumers(tables, state, row)


def _hinder(tables: Tables, state: State, row: int, bit: int, value: float) -> None:
    """Sets or clears a hindrance on every instance of a component, dead ones included."""
    first = int(tables.components[row]["first_instance"])
    hindrance = state.instances["hindrance"][first : first + int(tables.components[row]["instances"])]
    hindrance[:] = hindrance | bit if value != 0.0 else hindrance & ~bit
