"""Zero-delay actions: done in the order in which they were planned, before the next event of the heap.

The first one is kept in a variable of the loop (`front`, -1 when there is none), the others in a ring of a power of
two: mostly there is just one.
"""

from __future__ import annotations

from engine.kernel.compiled import hot_leaf


@hot_leaf
def plan_now(front, ring, first, size, action):  # type: ignore[no-untyped-def]
    """Adds an action behind all others; returns the new front and the new size of the ring."""
    if front < 0 and size == 0:
        return action, size
    ring[(first + size) & (ring.shape[0] - 1)] = action
    return front, size + 1
