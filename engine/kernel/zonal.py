"""Caches that are there several times, once in each of some zones: who is asked, who else knows, who learns.

The instances of such a cache are its replicas one behind another, each with `shards_each` shards; every replica may
hold any key. Source: the design of EVCache (github.com/Netflix/EVCache): reads go to the zone of whoever asks and fall
back to another one, writes go to all.
"""

from __future__ import annotations

import numpy as np

from engine.kernel.cache import look_up, store
from engine.kernel.compiled import leaf
from engine.kernel.random import BALANCE, mix, uniform_index
from engine.kernel.state import GONE, POISONED

FROM_AFAR = POISONED  # of a lookup, which is no message: its answer comes from another zone


@leaf
def home_in(caches, cache, first, item, replica):  # type: ignore[no-untyped-def]
    """The instance that keeps a key in a replica; `first` is the first instance of the cache."""
    shards = caches[cache].shards_each
    hashed = mix(caches[cache].stream + np.uint64(item))
    return np.int64(first + replica * shards + np.int64(hashed % np.uint64(shards)))


@leaf
def nearest_replica(caches, cache, first, zones, zone, key):  # type: ignore[no-untyped-def]
    """The replica that is asked from a zone (0: from none): one in that zone, or any where there is none."""
    replicas, shards = caches[cache].replicas, caches[cache].shards_each
    near = np.int64(0)
    for replica in range(replicas):
        near += zone > 0 and zones[first + replica * shards] == zone
    drawn = uniform_index(key, BALANCE, near if near > 0 else replicas)
    if near == 0:
        return np.int64(drawn)
    for replica in range(replicas):
        if zones[first + replica * shards] == zone:
            if drawn == 0:
                return np.int64(replica)
            drawn -= 1
    return np.int64(0)


@leaf
def asked_home(caches, cache, first, instances, item, nearest):  # type: ignore[no-untyped-def]
    """The instance that a lookup goes to: the home of its key in the nearest replica, or in the next one whose home is
    listed; -1 when there is none."""
    replicas = caches[cache].replicas
    for step in range(replicas if caches[cache].falls_back != 0 else 1):
        i = home_in(caches, cache, first, item, (nearest + step) % replicas)
        if instances[i].is_listed != 0:
            return i
    return np.int64(-1)


@leaf
def is_far(caches, cache, first, zones, i, zone, nearest):  # type: ignore[no-untyped-def]
    """True when instance `i` is in another replica than the nearest one, or in another zone than whoever asks; who lies
    in no zone is near to all."""
    is_elsewhere = zone > 0 and zones[i] > 0 and zones[i] != zone
    return is_elsewhere or (i - first) // caches[cache].shards_each != nearest


@leaf
def is_known_elsewhere(caches, shards, entries, cache, first, i, item, key, now):  # type: ignore[no-untyped-def]
    """True when another replica than that of instance `i` has the key; the replicas behind it are asked in a circle."""
    each, place = caches[cache].shards_each, i - first
    for step in range(1, caches[cache].replicas):
        other = first + (place + step * each) % (caches[cache].replicas * each)
        if look_up(caches, shards, entries, cache, other, item, key, now):
            return True
    return False


@leaf
def store_in_all(caches, shards, entries, instances, cache, first, item, key, now):  # type: ignore[no-untyped-def]
    """Every replica whose home of the key takes work has it from now on."""
    for replica in range(caches[cache].replicas):
        i = home_in(caches, cache, first, item, replica)
        if instances[i].is_listed != 0 and instances[i].hindrance & GONE == 0:
            store(caches, shards, entries, cache, i, item, key, now)
