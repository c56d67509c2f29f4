"""The lists of a shard: its keys from newest to oldest, in up to four lists that share one pair of links."""

from __future__ import annotations

from engine.kernel.compiled import hot_leaf
from engine.kernel.records import GHOSTS


@hot_leaf
def put_newest(first, shards, entries, shard, which, item):  # type: ignore[no-untyped-def]
    """Puts a key that is in no list before all others of a list; `first` is the entry row of key 0."""
    here = first + item
    newest = shards[shard].newest[which]
    entries[here].shard = shard if which != GHOSTS else -2 - shard
    entries[here].list = which
    entries[here].newer = -1
    entries[here].older = newest
    if newest >= 0:
        entries[first + newest].newer = item
    else:
        shards[shard].oldest[which] = item
    shards[shard].newest[which] = item
    shards[shard].sizes[which] += 1
    shards[shard].held += which != GHOSTS


@hot_leaf
def take_out(first, shards, entries, item):  # type: ignore[no-untyped-def]
    """Takes a key out of the list that it is in; the hand moves on if it pointed there."""
    here = first + item
    which = entries[here].list
    shard = entries[here].shard
    if shard < 0:
        shard = -2 - shard
    newer, older = entries[here].newer, entries[here].older
    if newer >= 0:
        entries[first + newer].older = older
    else:
        shards[shard].newest[which] = older
    if older >= 0:
        entries[first + older].newer = newer
    else:
        shards[shard].oldest[which] = newer
    if shards[shard].hand == item:
        shards[shard].hand = newer
    entries[here].shard = -1
    shards[shard].sizes[which] -= 1
    shards[shard].held -= which != GHOSTS


@hot_leaf
def renew(first, shards, entries, item, which):  # type: ignore[no-untyped-def]
    """Makes a key the newest of a list."""
    shard = entries[first + item].shard
    if entries[first + item].list != which or shards[shard].newest[which] != item:
        take_out(first, shards, entries, item)
        put_newest(first, shards, entries, shard, which, item)
