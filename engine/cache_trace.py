"""A cache alone, asked for one key after another: what hits, for a policy and a capacity."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from engine.kernel.cache import ask_in_turn
from engine.kernel.popularity import draw_keys
from engine.kernel.random import numbered
from engine.kernel.records import CACHE, ENTRY, EVICTIONS
from engine.kernel.stampede import is_early
from engine.plan.plan import Plan
from engine.plan.shards import empty_shards


def hits_of(
    policy: str, capacity_items: int, keys: npt.NDArray[np.int64], stream: int = 1, **rooms: int
) -> npt.NDArray[np.bool_]:
    """True for every request of `keys` (integers from 0) that finds its key; what misses is stored at once.

    `rooms` are columns of SHARD that are to differ from those of `empty_shards`.
    """
    count = int(keys.max()) + 1 if len(keys) else 1
    caches = np.zeros(1, CACHE)
    caches["keys_count"] = count
    caches["eviction"] = EVICTIONS[policy]
    caches["holder"] = -1
    shards = empty_shards([capacity_items], policy, first_place=count, stream=stream)
    for column, value in rooms.items():
        shards[column] = value
    nowhere = np.zeros(1, ENTRY)
    nowhere["shard"] = nowhere["newer"] = nowhere["older"] = -1
    entries = np.repeat(nowhere, count + capacity_items)
    hits = np.zeros(len(keys), np.bool_)
    ask_in_turn(caches, shards, entries, keys, hits)
    return hits


def rebuilt_early(
    rebuild_s: float, beta: float, lefts_s: npt.NDArray[np.float64], stream: int
) -> npt.NDArray[np.bool_]:
    """True for each read that rebuilds its key, so long before its end, after rebuilding took `rebuild_s` last time."""
    told = (rebuild_s * 1e9, beta)
    drawn = [
        is_early(*told, left_s * 1e9, np.uint64(numbered(np.uint64(stream), read)))
        for read, left_s in enumerate(lefts_s.tolist())
    ]
    return np.array(drawn, np.bool_)


def keys_of(plan: Plan, count: int) -> npt.NDArray[np.int64]:
    """The keys of the first `count` requests of the first source of a plan."""
    source = plan.tables.sources[0]
    keys = np.empty(count, np.int64)
    draw_keys(plan.tables.alias, source["stream"], int(source["first_alias"]), int(source["keys_count"]), keys)
    return keys
