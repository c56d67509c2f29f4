"""Least-recently-used caches with real keys, sharded over instances.

Every key of a cache has one entry row that says which shard holds it (-1: none) and links it into that shard's list
from newest to oldest use. Keys are dense integers, so a lookup is one access.
"""

from __future__ import annotations

from engine.kernel.compiled import leaf


@leaf
def look_up(caches, shards, entries, cache, shard, item, now):  # type: ignore[no-untyped-def]
    """True on a hit, which makes the key the newest; an entry that has expired is removed."""
    row = caches[cache].first_entry + item
    if entries[row].shard != shard:
        return False
    if caches[cache].ttl_ns > 0 and entries[row].expires_ns <= now:
        _remove(caches[cache].first_entry, shards, entries, item)
        return False
    if caches[cache].renews_on_read != 0:
        entries[row].expires_ns = now + caches[cache].ttl_ns
    if shards[shard].newest != item:
        _remove(caches[cache].first_entry, shards, entries, item)
        _insert(caches[cache].first_entry, shards, entries, shard, item)
    return True


@leaf
def store(caches, shards, entries, cache, shard, item, now):  # type: ignore[no-untyped-def]
    """Puts a key into a shard as its newest, removing the oldest when the shard is full."""
    first = caches[cache].first_entry
    if entries[first + item].shard >= 0:
        _remove(first, shards, entries, item)
    if shards[shard].size >= shards[shard].capacity:
        _remove(first, shards, entries, shards[shard].oldest)
    _insert(first, shards, entries, shard, item)
    entries[first + item].expires_ns = now + caches[cache].ttl_ns


@leaf
def empty_shard(first, shards, entries, shard):  # type: ignore[no-untyped-def]
    """Forgets every key of a shard; `first` is the first entry row of its cache."""
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
