"""Least-recently-used caches with real keys, sharded over instances.

Every key of a cache has one entry row that says which shard holds it (-1: none) and links it into that shard's list
from newest to oldest use. Keys are dense integers, so a lookup is one access. Copies of a cache are shards with entry
rows of their own, `stride` apart, so that each may hold any key.
"""

from __future__ import annotations

import numpy as np

from engine.kernel.compiled import leaf


@leaf
def look_up(caches, shards, entries, cache, shard, item, now):  # type: ignore[no-untyped-def]
    """True on a hit, which makes the key the newest; an entry that has expired is removed."""
    first = first_entry_of(caches, cache, shard)
    row = first + item
    if entries[row].shard != shard:
        return False
    if caches[cache].ttl_ns > 0 and entries[row].expires_ns <= now:
        _remove(first, shards, entries, item)
        return False
    if caches[cache].renews_on_read != 0:
        entries[row].expires_ns = now + caches[cache].ttl_ns
    if shards[shard].newest != item:
        _remove(first, shards, entries, item)
        _insert(first, shards, entries, shard, item)
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
    """Puts a key into a shard as its newest, removing the oldest when the shard is full."""
    first = first_entry_of(caches, cache, shard)
    if entries[first + item].shard >= 0:
        _remove(first, shards, entries, item)
    if shards[shard].size >= shards[shard].capacity:
        _remove(first, shards, entries, shards[shard].oldest)
    _insert(first, shards, entries, shard, item)
    entries[first + item].expires_ns = now + caches[cache].ttl_ns


@leaf
def empty_shard(first, shards, entries, shard):  # type: ignore[no-untyped-def]
    """Forgets every key of a shard; `first` is the entry row of its key 0."""
    while shards[shard].size > 0:
        _remove(first, shards, entries, shards[shard].oldest)


@leaf
def _insert(first, shards, entries, shard, item):  # type: ignore[no-untyped-def]
    newest = shards[shard].newest
    entries[first + item].shard = shard
    entries[first + item].newer = -1
    entries[first + item].older = newest
    if newest >= 0:
        entries[first + newest].newer = item
    else:
        shards[shard].oldest = item
    shards[shard].newest = item
    shards[shard].size += 1


@leaf
def _remove(first, shards, entries, item):  # type: ignore[no-untyped-def]
    shard = entries[first + item].shard
    newer, older = entries[first + item].newer, entries[first + item].older
    if newer >= 0:
        entries[first + newer].older = older
    else:
        shards[shard].newest = older
    if older >= 0:
        entries[first + older].newer = newer
    else:
        shards[shard].oldest = newer
    entries[first + item].shard = -1
    shards[shard].size -= 1
