"""The event queue: a binary heap of (time, key) in total order, branch-free where it chooses a child.

Taking the first event leaves a vacancy at the top instead of closing it at once: nearly every event plans another
one, and that one then sinks from the top in a single pass.
"""

from __future__ import annotations

import numpy as np

from engine.kernel.compiled import hot_leaf

EVENT = np.dtype([("at_ns", "i8"), ("key", "i8")], align=True)
NEVER_NS = np.int64(2**63 - 1)


@hot_leaf
def plan_event(heap, size, is_vacant, at_ns, key):  # type: ignore[no-untyped-def]
    """Adds an event; returns the new size, after which there is no vacancy.

    `size` counts a vacancy at the top too. There must be room for two more: the row behind the last one holds a
    sentinel, so that the last parent may always look at two children.
    """
    if is_vacant:
        _sink(heap, size, at_ns, key)
        return size
    heap[size + 1].at_ns = NEVER_NS
    hole = size
    while hole > 0:
        above = (hole - 1) >> 1
        above_ns = heap[above].at_ns
        above_key = heap[above].key
        if above_ns < at_ns or (above_ns == at_ns and above_key < key):
            break
        heap[hole].at_ns = above_ns
        heap[hole].key = above_key
        hole = above
    heap[hole].at_ns = at_ns
    heap[hole].key = key
    return size + 1


@hot_leaf
def close_vacancy(heap, size):  # type: ignore[no-untyped-def]
    """Fills the vacancy at the top with the last event; returns the new size."""
    last = size - 1
    at_ns = heap[last].at_ns
    key = heap[last].key
    heap[last].at_ns = NEVER_NS
    if last > 0:
        _sink(heap, last, at_ns, key)
    return last


@hot_leaf
def _sink(heap, size, at_ns, key):  # type: ignore[no-untyped-def]
    """Puts an event into the vacancy at the top of `size` rows and lets it sink to its place."""
    hole = 0
    child = 1
    while child < size:
        left_ns = heap[child].at_ns
        right_ns = heap[child + 1].at_ns
        child += (right_ns < left_ns) | ((right_ns == left_ns) & (heap[child + 1].key < heap[child].key))
        child_ns = heap[child].at_ns
        child_key = heap[child].key
        if at_ns < child_ns or (at_ns == child_ns and key < child_key):
            break
        heap[hole].at_ns = child_ns
        heap[hole].key = child_key
        hole = child
        child = 2 * hole + 1
    heap[hole].at_ns = at_ns
    heap[hole].key = key
