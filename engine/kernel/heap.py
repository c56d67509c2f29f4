"""The event queue: a binary heap of (time, key) in total order, branch-free where it chooses a child."""

from __future__ import annotations

import numpy as np

from engine.kernel.compiled import leaf

EVENT = np.dtype([("at_ns", "i8"), ("key", "i8")], align=True)


@leaf
def heap_push(heap, size, at_ns, key):  # type: ignore[no-untyped-def]
    """Adds an event to a heap of `size` events (room for one more must be there)."""
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


@leaf
def heap_drop_first(heap, size):  # type: ignore[no-untyped-def]
    """Removes the first event of a heap of `size` events; the new size is one less."""
    last = size - 1
    at_ns = heap[last].at_ns
    key = heap[last].key
    hole = 0
    child = 1
    while child < last:
        right = child + (child + 1 < last)
        left_ns = heap[child].at_ns
        right_ns = heap[right].at_ns
        is_right = (right_ns < left_ns) | ((right_ns == left_ns) & (heap[right].key < heap[child].key))
        child = right if is_right else child
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
