"""The arrays of a plane: everything that it is."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import numpy.typing as npt

Array = npt.NDArray[Any]

SUPPLY = ("routes", "tiers", "held", "entries", "kept", "table", "pool", "lives", "late", "answers", "misses")
"""Arrays about where segments come from."""


@dataclass(slots=True)
class PlaneState:
    """The arrays of a plane, in the order in which a step takes them. A copy of them is a checkpoint."""

    viewers: Array
    wakes: Array
    fetches: Array  # of whom it is known that what wakes them is a request, or the first byte of a segment
    targets: Array
    classes_of: Array
    asks: Array
    key_asks: Array
    due: Array
    marks: Array
    classes: Array
    ends: Array
    scratch: Array
    room: Array
    before: Array
    homes: Array
    links: Array
    first_member: Array
    members: Array
    populations: Array
    counts: Array
    players: Array
    rungs: Array
    titles: Array
    trace_bps: Array
    routes: Array
    tiers: Array
    held: Array
    entries: Array
    kept: Array
    table: Array
    pool: Array
    lives: Array
    late: Array
    answers: Array
    misses: Array
    starts: Array
    registers: Array

    @property
    def arrays(self) -> tuple[Array, ...]:
        """All of them."""
        return tuple(getattr(self, name) for name in ARRAYS)

    @property
    def stepped(self) -> tuple[Any, ...]:
        """What a step takes: all of them, those of SUPPLY in a tuple of their own."""
        arrays, end = self.arrays, FIRST_SUPPLY + len(SUPPLY)
        return (*arrays[:FIRST_SUPPLY], arrays[FIRST_SUPPLY:end], *arrays[end:])


ARRAYS = tuple(each.name for each in fields(PlaneState))
FIRST_SUPPLY = ARRAYS.index(SUPPLY[0])
