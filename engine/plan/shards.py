"""The shards of caches as they are at the start, empty."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from engine.kernel.records import SHARD
from engine.kernel.state import Rows

ENTRANCE_SHARE = {"s3fifo": 0.10, "wtinylfu": 0.01}
"""Of the capacity: the small queue of S3-FIFO, the window of W-TinyLFU. Source: their papers, and libCacheSim."""
GHOST_SHARE = 0.90
"""Of the capacity: keys that S3-FIFO remembers after it let them go. Source: libCacheSim."""
ROUND = 10
"""Lookups for each key of the capacity after which W-TinyLFU halves its counts. Source: Einziger et al. (2017)."""
PROTECTED_SHARE = 0.80
"""Of what W-TinyLFU has beside its window. Source: Einziger, Friedman and Manes (2017)."""


def empty_shards(capacities: Sequence[int], policy: str, first_place: int = 0, stream: int = 0) -> Rows:
    """Rows of SHARD with these capacities; places are rows of ENTRY from `first_place` on, as many as keys fit."""
    table = np.zeros(len(capacities), SHARD)
    table["newest"] = table["oldest"] = -1
    table["hand"] = -1
    table["capacity"] = capacities
    whole = table["capacity"].astype(np.int64)
    entrance = np.maximum((whole * ENTRANCE_SHARE.get(policy, 0.0)).astype(np.int64), 1)
    table["entrance_room"] = entrance
    table["protected_room"] = ((whole - entrance) * PROTECTED_SHARE).astype(np.int64)
    table["ghost_room"] = (whole * GHOST_SHARE).astype(np.int64)
    table["round"] = whole * ROUND
    table["first_place"] = first_place + np.concatenate(([0], np.cumsum(whole)[:-1]))
    table["stream"] = np.uint64(stream) + np.arange(len(capacities), dtype=np.uint64)
    return table


def needs_places(policy: str) -> bool:
    """True for policies that go through the held keys by number."""
    return policy in ("random", "lfu")
