"""Pools that grow: the loop asks, the driver doubles. What is in them stays where it is."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.kernel.aligned import heap_rows, line_aligned
from engine.kernel.heap import EVENT
from engine.kernel.lanes import FIRST, SIZE
from engine.kernel.state import (
    CALLS_LIVE,
    HEAP_SIZE,
    MARGIN,
    OUTBOX_SIZE,
    REGISTERS,
    RING_FIRST,
    RING_SIZE,
    WORKS_LIVE,
    Rows,
    State,
)

HEAP_MARGIN = LANE_MARGIN = COPIES_MARGIN = OUTBOX_MARGIN = 16


def grow_pools(state: State) -> None:
    """Doubles every pool that has less free room than the margin."""
    assert state.registers.shape == (REGISTERS,)
    margin = int(state.registers[MARGIN])
    if state.registers[WORKS_LIVE] > len(state.works) - margin:
        if len(state.sharers) == len(state.works):
            state.sharers = _doubled(state.sharers)
        state.works = _doubled(state.works)
        state.work_ties = _doubled_ties(state.work_ties)
        state.people = _doubled_ties(state.people)
        state.tags = _doubled_ties(state.tags)
    if state.registers[CALLS_LIVE] > len(state.calls) - margin:
        state.calls = _doubled(state.calls)
        state.call_ties = _doubled_ties(state.call_ties)
    reserve_heap(state, HEAP_MARGIN)
    reserve_lanes(state, LANE_MARGIN)
    reserve_ring(state, margin)
    _reserve_copies(state)
    if state.registers[OUTBOX_SIZE] + OUTBOX_MARGIN > len(state.outbox):
        state.outbox = np.concatenate((state.outbox, np.zeros_like(state.outbox)))


def _reserve_copies(state: State) -> None:
    """Makes place for more copies in every queue; they begin at position 0 afterwards if they grew."""
    count, length = state.copies.shape
    if int(state.copy_ends[:, SIZE].max(initial=0)) + COPIES_MARGIN > length:
        larger = np.zeros((count, 2 * length), state.copies.dtype)
        for joint in range(count):
            larger[joint, :length] = np.roll(state.copies[joint], -int(state.copy_ends[joint, FIRST]))
        state.copies = larger
        state.copy_ends[:, FIRST] = 0


def reserve_heap(state: State, room: int) -> None:
    """Makes place for `room` more events."""
    while state.registers[HEAP_SIZE] + room > len(state.heap):
        larger = heap_rows(2 * len(state.heap))
        larger[: len(state.heap)] = state.heap
        state.heap = larger


def reserve_lanes(state: State, room: int) -> None:
    """Makes place for `room` more events in every lane; lanes begin at position 0 afterwards if they grew."""
    while int(state.lane_ends[:, SIZE].max(initial=0)) + room > state.lanes.shape[1]:
        count, length = state.lanes.shape
        larger = np.zeros((count, 2 * length), EVENT)
        for lane in range(count):
            larger[lane, :length] = np.roll(state.lanes[lane], -int(state.lane_ends[lane, FIRST]))
        state.lanes = larger
        state.lane_ends[:, FIRST] = 0


def reserve_ring(state: State, room: int) -> None:
    """Makes place for `room` more actions; the ring begins at position 0 afterwards if it grew."""
    size = int(state.registers[RING_SIZE])
    while size + room > len(state.ring):
        first = int(state.registers[RING_FIRST])
        positions = (first + np.arange(size)) & (len(state.ring) - 1)
        larger = np.zeros(2 * len(state.ring), np.int64)
        larger[:size] = state.ring[positions]
        state.ring = larger
        state.registers[RING_FIRST] = 0


def bytes_after_growth(state: State) -> int:
    """An upper bound for the memory after the next growth."""
    pools = (state.works, state.sharers, state.calls, state.heap, state.lanes, state.ring, state.copies)
    beside = (state.work_ties, state.call_ties, state.people, state.tags, state.outbox)
    return state.size_bytes + sum(each.nbytes for each in (*pools, *beside))


def _doubled(rows: Rows) -> Rows:
    larger = line_aligned(2 * len(rows), rows.dtype)
    larger[: len(rows)] = rows
    return larger


def _doubled_ties(rows: Any) -> Any:
    """A single row stands for a design without them."""
    return np.concatenate((rows, np.zeros_like(rows))) if len(rows) > 1 else rows
