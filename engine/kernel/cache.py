"""Caches with real keys, sharded over instances.

Every key of a cache has one entry row that says which shard holds it (-1: none) and links it into one of that shard's
lists. Keys are dense integers, so a lookup is one access. Copies of a cache are shards with entry rows of their own,
`stride` apart, so that each may hold any key. Which key makes room is in evicting.py.
"""

from __future__ import annotations

import numpy as np

from engine.kernel.compiled import compiled, leaf
from engine.kernel.evicting import let_go, let_in, note_asked, note_used
from engine.kernel.keylists import take_out
from engine.kernel.records import LISTS


@leaf
def look_up(caches, shards, entries, cache, shard, item, now):  # type: ignore[no-untyped-def]
    """True on a hit, which counts as a use of the key; an entry that has expired is removed."""
    first = first_entry_of(caches, cache, shard)
    row = first + item
    policy = caches[cache].eviction
    note_asked(policy, first, shards, entries, shard, item)
    if entries[row].shard != shard:
        return False
    if caches[cache].ttl_ns > 0 and entries[row].expires_ns <= now:
        let_go(policy, first, shards, entries, item)
        return False
    if caches[cache].renews_on_read != 0:
        entries[row].expires_ns = now + caches[cache].ttl_ns
    note_used(policy, first, shards, entries, shard, item)
    return True


@leaf
def first_entry_of(caches, cache, shard):  # type: ignore[no-untyped-def]
    """The entry row of key 0 in a shard."""
    return caches[cache].first_entry + caches[cache].stride * (shard - caches[cache].first_shard)


@leaf
def copy_of(caches, cache, place):  # type: ignore[no-untyped-def]
    """The shard that is the copy of the holder's instance at `place`; who has no instances (below 0) has one copy."""
    return np.int64(caches[cache].first_shard) + max(place, 0)


@leaf
def store(caches, shards, entries, cache, shard, item, now):  # type: ignore[no-untyped-def]
    """Puts a key into a shard, or uses it when it is there already; its time to live begins anew."""
    first = first_entry_of(caches, cache, shard)
    policy = caches[cache].eviction
    if entries[first + item].shard == shard:
        note_used(policy, first, shards, entries, shard, item)
    else:
        let_in(policy, first, shards, entries, shard, item)
    entries[first + item].expires_ns = now + caches[cache].ttl_ns


@leaf
def empty_shard(first, shards, entries, shard):  # type: ignore[no-untyped-def]
    """Forgets every key of a shard, ghosts too; `first` is the entry row of its key 0."""
    for which in range(LISTS):
        while shards[shard].sizes[which] > 0:
            take_out(first, shards, entries, shards[shard].oldest[which] + 0)
    shards[shard].hand = -1


@compiled
def ask_in_turn(caches, shards, entries, items, hits):  # type: ignore[no-untyped-def]
    """Looks the keys `items` up in shard 0 of cache 0 one after another and stores each that misses; fills `hits`."""
    for place in range(items.shape[0]):
        hits[place] = look_up(caches, shards, entries, 0, 0, items[place], place)
        if not hits[place]:
            store(caches, shards, entries, 0, 0, items[place], place)
