"""Rows that begin where a cache line does."""

from __future__ import annotations

import numpy as np

from engine.kernel.heap import EVENT, NEVER_NS
from engine.kernel.state import Rows


def line_aligned(count: int, dtype: np.dtype[np.void], offset_bytes: int = 0) -> Rows:
    """An array of zeros whose first record begins `offset_bytes` into a cache line of 64 bytes."""
    room = np.zeros(count * dtype.itemsize + 128, np.uint8)
    start = -room.ctypes.data % 64 + offset_bytes
    return room[start : start + count * dtype.itemsize].view(dtype)


def heap_rows(count: int) -> Rows:
    """Room for `count` events, placed so that the two children of an event share a cache line."""
    rows = line_aligned(count, EVENT, 64 - EVENT.itemsize)
    rows[0]["at_ns"] = NEVER_NS
    return rows
