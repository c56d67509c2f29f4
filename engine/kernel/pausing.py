"""Stopping everything inside an instance for a while: service under way keeps what it has left.

The ends of services that are under way are put off beyond the end of all runs, and brought back, later by the length of
the pause, when it is over. Nothing in the event loop knows of it.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from engine.kernel.events import INDEX_MASK, KIND_BITS, KIND_MASK, SEQUENCE_BITS, SERVED, TIMERS_LAST
from engine.kernel.state import CLOCK, HEAP_SIZE, SERVING, State

AFTER_ALL_NS = 1 << 60
"""Above every time of a run, and far enough below the largest integer."""


def hold_services(state: State, row: int) -> None:
    """Puts off the ends of all services under way at a component."""
    events = _events(state)
    ends = _ends_of(state, row, events) & (events["at_ns"] < AFTER_ALL_NS)
    events["at_ns"][ends] += AFTER_ALL_NS - int(state.registers[CLOCK])
    _put_in_order(events)


def release_services(state: State, row: int) -> None:
    """Goes on with what was held: each has from now on what it had left."""
    events = _events(state)
    ends = _ends_of(state, row, events) & (events["at_ns"] >= AFTER_ALL_NS)
    events["at_ns"][ends] += int(state.registers[CLOCK]) - AFTER_ALL_NS
    _put_in_order(events)


def _events(state: State) -> npt.NDArray[np.void]:
    return state.heap[: int(state.registers[HEAP_SIZE])]


def _ends_of(state: State, row: int, events: npt.NDArray[np.void]) -> npt.NDArray[np.bool_]:
    """Which events end a service at the component that is still under way."""
    keys = events["key"]
    is_served = (keys < TIMERS_LAST) & ((keys >> KIND_BITS & KIND_MASK) == SERVED)
    works = state.works[np.where(is_served, keys & INDEX_MASK, 0)]
    is_current = (works["state"] == SERVING) & (works["awaited"] == keys >> SEQUENCE_BITS)
    ends: npt.NDArray[np.bool_] = is_served & is_current & (works["component"] == row)
    return ends


def _put_in_order(events: npt.NDArray[np.void]) -> None:
    """Sorted events are a heap."""
    events[:] = events[np.lexsort((events["key"], events["at_ns"]))]
