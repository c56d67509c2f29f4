"""Caches that begin full."""

from __future__ import annotations

import numpy as np

from engine.kernel.balance import choose_shard
from engine.kernel.cache import copy_of, is_absent, store
from engine.kernel.compiled import compiled
from engine.kernel.random import numbered
from engine.kernel.zonal import home_in


@compiled
def load_popular(components, caches, states, instances, living, shards, entries, c, cache):  # type: ignore[no-untyped-def]
    """Stores the smallest keys that exist, as many as fit: the most popular are the newest. `c` is the component whose
    instances are the shards, or have the copies."""
    titles, first = caches[cache].titles, components[c].first_instance
    if caches[cache].holder < 0:
        left = shards[first : first + components[c].instances].capacity.copy()
        places = np.full(titles, -1, np.int64)
        for item in range(titles):
            count, up = components[c].instances, states[c].listed
            if caches[cache].replicas > 1:
                shard = home_in(caches, cache, first, item, 0)
            else:
                shard = choose_shard(caches[cache].stream, item, first, count, up, instances, living)
            if left[shard - first] > 0 and not is_absent(caches, cache, item):
                left[shard - first] -= 1
                places[item] = shard
        for item in range(titles - 1, -1, -1):
            if places[item] >= 0:
                key = numbered(caches[cache].stream, item)
                for replica in range(max(caches[cache].replicas, 1)):
                    shard = places[item] + replica * caches[cache].shards_each
                    store(caches, shards, entries, cache, shard, item, key, np.int64(0))
        return
    for place in range(components[c].instances):
        shard = copy_of(caches, cache, place)
        end, room = np.int64(0), np.int64(shards[shard].capacity)
        while end < titles and room > 0:
            room -= not is_absent(caches, cache, end)
            end += 1
        for item in range(end - 1, -1, -1):
            if not is_absent(caches, cache, item):
                key = numbered(caches[cache].absent_stream + np.uint64(place), item)
                store(caches, shards, entries, cache, shard, item, key, np.int64(0))
