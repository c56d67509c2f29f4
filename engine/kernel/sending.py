"""Edits of what sources send: how much, by how many users, and for which keys."""

from __future__ import annotations

import numpy as np

from engine.kernel.arrivals import NEVER, exposure_between, time_of_exposure
from engine.kernel.events import ARRIVAL, KIND_BITS, SEQUENCE_BITS
from engine.kernel.growth import HEAP_MARGIN, reserve_heap
from engine.kernel.heap import plan_event
from engine.kernel.state import CLOCK, HEAP_SIZE, SEQUENCE, State, Tables
from engine.kernel.users import invite_users


def scale_rate(tables: Tables, state: State, row: int, value: float) -> None:
    """A source sends `value` times its curve from now on; 1 heals. The gap under way keeps the exposure it has left.

    A closed source has `value` times its users instead: more come at once, fewer stay as they would send next.
    """
    source = _source_of(tables, row)
    if tables.sources[source]["users"] > 0:
        want_users(tables, state, source, round(int(tables.sources[source]["users"]) * value))
        return
    fixed, moving = tables.sources[source], state.source_states[source]
    now = int(state.registers[CLOCK])
    curve = (tables.curve_times_ns, tables.curve_rates_per_ns, int(fixed["first_point"]), int(fixed["points_end"]))
    used = exposure_between(*curve, float(moving["scale"]), int(moving["since_ns"]), now)
    moving["exposure"] = max(float(moving["exposure"]) - used, 0.0)
    moving["since_ns"] = now
    moving["scale"] = value
    plan_arrival(tables, state, source)


def want_users(tables: Tables, state: State, source: int, wanted: int) -> None:
    """Changes how many users a closed source should have; those too many leave when they would send."""
    moving = state.source_states[source]
    moving["wanted"] = wanted
    missing = max(wanted - int(moving["users"]), 0)
    reserve_heap(state, missing + HEAP_MARGIN)
    invite_users(tables.sources, state.source_states, state.registers, state.heap, source, missing)


def plan_arrival(tables: Tables, state: State, source: int) -> None:
    """Puts the next request of a source on the event queue; an older entry for it becomes stale."""
    fixed, moving = tables.sources[source], state.source_states[source]
    curve = (tables.curve_times_ns, tables.curve_rates_per_ns, int(fixed["first_point"]), int(fixed["points_end"]))
    at = time_of_exposure(*curve, float(moving["scale"]), int(moving["since_ns"]), float(moving["exposure"]))
    moving["awaited"] = 0
    if at >= NEVER:
        return
    state.registers[SEQUENCE] += 1
    sequence = int(state.registers[SEQUENCE])
    moving["awaited"] = sequence
    reserve_heap(state, HEAP_MARGIN)
    key = (sequence << SEQUENCE_BITS) | (ARRIVAL << KIND_BITS) | source
    state.registers[HEAP_SIZE] = plan_event(state.heap, int(state.registers[HEAP_SIZE]), False, at, key)


def heat_key(tables: Tables, state: State, row: int, value: float) -> None:
    """The key that hot requests ask for, counted from 0; the least popular when there are not so many."""
    source = _source_of(tables, row)
    state.source_states[source]["hot_key"] = min(round(value), int(tables.sources[source]["keys_count"]) - 1)


def send_hot(tables: Tables, state: State, row: int, value: float) -> None:
    """This share of the requests that begin from now on asks for the hot key; 0 heals."""
    state.source_states[_source_of(tables, row)]["hot_share"] = value


def turn_ranks(tables: Tables, state: State, row: int, value: float) -> None:
    """Every rank belongs to the title that stood so many ranks further down, `value` times the number of titles."""
    source = _source_of(tables, row)
    count = int(tables.sources[source]["keys_count"])
    state.source_states[source]["turned"] = round(value * count) % count
    state.source_states[source]["varies"] = int(tables.sources[source]["varies"] != 0 or value != 0.0)


def _source_of(tables: Tables, row: int) -> int:
    return int(np.flatnonzero(tables.sources["component"] == row)[0])
