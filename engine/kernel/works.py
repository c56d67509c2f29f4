"""Rows of works: taken when something sets out, free again when nobody looks at it any more."""

from __future__ import annotations

import numpy as np

from engine.kernel.compiled import hot_leaf, leaf
from engine.kernel.state import MESSAGES
from engine.kernel.ties import HAS_TIES


@hot_leaf
def take_work(works, free, top, live):  # type: ignore[no-untyped-def]
    """A row for a work: (row, first free row, rows ever used, rows in use)."""
    if free >= 0:
        return free, np.int64(works[free].next), top, live + 1
    return top, free, top + 1, live + 1


@hot_leaf
def free_work(works, work_ties, w, free, live):  # type: ignore[no-untyped-def]
    """A work is over: its row is free, unless its caller's message that it is given up is still on the way.

    Returns (first free row, rows in use).
    """
    works[w].token = 0
    works[w].state = 0
    if works[w].flags & HAS_TIES and work_ties[w].is_called_off != 0:
        return free, live
    works[w].next = free
    return w, live - 1


@leaf
def commit_all(registers, works, consumers, o, free, live):  # type: ignore[no-untyped-def]
    """Nobody needs what a consumer has done and not committed: (first free row, rows in use)."""
    count = np.int64(consumers[o].uncommitted)
    if count == 0:
        return free, live
    works[consumers[o].last].next = free
    consumers[o].uncommitted = 0
    registers[MESSAGES] -= count
    return np.int64(consumers[o].first), live - count
