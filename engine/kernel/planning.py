"""What edits plan from outside the event loop, and for whom."""

from __future__ import annotations

import numpy as np

from engine.kernel.events import KIND_BITS, SEQUENCE_BITS
from engine.kernel.heap import plan_event
from engine.kernel.state import CLOCK, HEAP_SIZE, RING_FIRST, RING_SIZE, SEQUENCE, State, Tables


def plan_turn(state: State, kind: int, index: int, at_ns: int) -> None:
    """Plans an event, or an action of this instant; there is room for it."""
    if at_ns == int(state.registers[CLOCK]):
        place = (int(state.registers[RING_FIRST]) + int(state.registers[RING_SIZE])) & (len(state.ring) - 1)
        state.ring[place] = (kind << KIND_BITS) | index
        state.registers[RING_SIZE] += 1
        return
    state.registers[SEQUENCE] += 1
    key = (int(state.registers[SEQUENCE]) << SEQUENCE_BITS) | (kind << KIND_BITS) | index
    state.registers[HEAP_SIZE] = plan_event(state.heap, int(state.registers[HEAP_SIZE]), False, at_ns, key)


def instances_in(tables: Tables, state: State, row: int, *phases: int) -> list[int]:
    """The instances of a component that are in one of the phases, in rising order."""
    first = int(tables.components[row]["first_instance"])
    found = state.lives["phase"][first : first + int(tables.components[row]["instances"])]
    return [first + int(place) for place in np.flatnonzero(np.isin(found, phases))]
