"""Caches with real keys, sharded over instances.

Every key of a cache has one entry row that says which shard holds it (-1: none) and links it into one of that shard's
lists. Keys are dense integers, so a lookup is one access. Copies of a cache are shards with entry rows of their own,
`stride` apart, so that each may hold any key. Which key makes room is in evicting.py.
"""

from __future__ import annotations

import numpy as np

from engine.kernel.arrivals import NEVER
from engine.kernel.compiled import compiled, hot_leaf, leaf
from engine.kernel.evicting import let_go, let_in, note_asked, note_used
from engine.kernel.fetching import fetch_row
from engine.kernel.keylists import take_out
from engine.kernel.random import ABSENT, JITTER, numbered, uniform
from engine.kernel.records import LISTS

NO_DRAW = np.uint64(0)
FAR, NEAR = 16, 8
"""So many lookups ahead a key's own entry is asked for, and what lies beside it."""


@leaf
def look_up(caches, shards, entries, cache, shard, item, key, now):  # type: ignore[no-untyped-def]
    """As `finds`, for the event loop, which has no room for its text."""
    return finds(caches, shards, entries, cache, shard, item, key, now)


@hot_leaf
def finds(caches, shards, entries, cache, shard, item, key, now):  # type: ignore[no-untyped-def]
    """True on a hit, which counts as a use of the key; an entry that has expired is removed."""
    first = first_entry_of(caches, cache, shard)
    row = first + item
    policy = caches[cache].eviction
    note_asked(policy, first, shards, entries, shard, item)
    if entries[row].shard != shard:
        return False
    if caches[cache].may_expire != 0 and entries[row].expires_ns <= now:
        let_go(policy, first, shards, entries, item)
        return False
    if caches[cache].renews_on_read != 0:
        entries[row].expires_ns = now + life_of(caches, cache, item, key)
    note_used(policy, first, shards, entries, shard, item)
    return True


@hot_leaf
def first_entry_of(caches, cache, shard):  # type: ignore[no-untyped-def]
    """The entry row of key 0 in a shard."""
    if caches[cache].replicas > 1:
        replica = (shard - caches[cache].first_shard) // caches[cache].shards_each
        return caches[cache].first_entry + caches[cache].stride * replica
    return caches[cache].first_entry + caches[cache].stride * (shard - caches[cache].first_shard)


@leaf
def copy_of(caches, cache, place):  # type: ignore[no-untyped-def]
    """The shard that is the copy of the holder's instance at `place`; who has no instances (below 0) has one copy."""
    return np.int64(caches[cache].first_shard) + max(place, 0)


@hot_leaf
def is_absent(caches, cache, item):  # type: ignore[no-untyped-def]
    """True for a key that is asked for and does not exist."""
    ratio = caches[cache].absent_ratio
    return ratio > 0.0 and uniform(numbered(caches[cache].absent_stream, item), ABSENT) < ratio


@hot_leaf
def life_of(caches, cache, item, key):  # type: ignore[no-untyped-def]
    """For how long an entry that is stored now is believed (ns); `key` is what the jitter is drawn with. 0: it is not
    stored, because the key does not exist and that is not remembered."""
    if is_absent(caches, cache, item):
        return np.int64(caches[cache].negative_ns)
    ttl_ns = caches[cache].ttl_ns
    if ttl_ns <= 0:
        return np.int64(NEVER)
    if caches[cache].jitter > 0.0:
        stretch = 1.0 + caches[cache].jitter * (2.0 * uniform(key, JITTER) - 1.0)
        return max(np.int64(ttl_ns * stretch + 0.5), np.int64(1))
    return np.int64(ttl_ns)


@leaf
def store(caches, shards, entries, cache, shard, item, key, now):  # type: ignore[no-untyped-def]
    """As `puts`, for the event loop."""
    puts(caches, shards, entries, cache, shard, item, key, now)


@hot_leaf
def puts(caches, shards, entries, cache, shard, item, key, now):  # type: ignore[no-untyped-def]
    """Puts a key into a shard, or uses it when it is there already; its time to live begins anew."""
    life_ns = life_of(caches, cache, item, key)
    if life_ns <= 0:
        return
    first = first_entry_of(caches, cache, shard)
    policy = caches[cache].eviction
    if entries[first + item].shard == shard:
        note_used(policy, first, shards, entries, shard, item)
    else:
        let_in(policy, first, shards, entries, shard, item)
    entries[first + item].expires_ns = now + life_ns


@leaf
def empty_shard(first, shards, entries, shard):  # type: ignore[no-untyped-def]
    """Forgets every key of a shard, ghosts too; `first` is the entry row of its key 0."""
    for which in range(LISTS):
        while shards[shard].sizes[which] > 0:
            take_out(first, shards, entries, shards[shard].oldest[which] + 0)
    shards[shard].hand = -1
    shards[shard].warmed = 0


@leaf
def fetch_ahead(first, entries, items, place):  # type: ignore[no-untyped-def]
    """Asks memory for the entries of keys that are looked up soon, and of those beside them in their lists."""
    if place + FAR < items.shape[0]:
        fetch_row(entries, first + items[place + FAR])
        soon = first + items[place + NEAR]
        if entries[soon].shard != -1:
            fetch_row(entries, first + max(entries[soon].newer, 0))
            fetch_row(entries, first + max(entries[soon].older, 0))


@compiled
def ask_in_turn(caches, shards, entries, items, hits):  # type: ignore[no-untyped-def]
    """Looks the keys `items` up in shard 0 of cache 0 one after another and stores each that misses; fills `hits`."""
    first = first_entry_of(caches, 0, 0)
    for place in range(items.shape[0]):
        fetch_ahead(first, entries, items, place)
        hits[place] = finds(caches, shards, entries, 0, 0, items[place], NO_DRAW, place)
        if not hits[place]:
            puts(caches, shards, entries, 0, 0, items[place], NO_DRAW, place)
