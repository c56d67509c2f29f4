"""The held keys of a shard in places that can be counted through: drawn from by RANDOM, a heap by counts for LFU.

The places 0 to held - 1 of a shard are the rows of ENTRY from `first_place` on, whose `place` names the key that stands
there; the `place` of a key's own row says where it stands.
"""

from __future__ import annotations

import numpy as np

from engine.kernel.compiled import leaf
from engine.kernel.random import KEY, numbered, uniform_index


@leaf
def take_place(first, shards, entries, shard, item):  # type: ignore[no-untyped-def]
    """Gives a key that has just been counted among the held ones the last place."""
    _stand(first, shards, entries, shard, shards[shard].held - 1, item)


@leaf
def leave_place(first, shards, entries, shard, item):  # type: ignore[no-untyped-def]
    """Closes the place of a key, which is still counted among the held ones: the last one moves there.

    Returns the key that moved, -1 when none did.
    """
    last = np.int64(entries[shards[shard].first_place + shards[shard].held - 1].place)
    if last == item:
        return np.int64(-1)
    _stand(first, shards, entries, shard, entries[first + item].place, last)
    return last


@leaf
def drawn_key(shards, entries, shard):  # type: ignore[no-untyped-def]
    """A held key at random, another draw for every eviction."""
    key = numbered(shards[shard].stream, shards[shard].evictions)
    place = uniform_index(key, KEY, shards[shard].held)
    return np.int64(entries[shards[shard].first_place + place].place)


@leaf
def rarest_key(shards, entries, shard):  # type: ignore[no-untyped-def]
    """The held key that was asked for least; of equals the one with the smallest number."""
    return np.int64(entries[shards[shard].first_place].place)


@leaf
def sift(first, shards, entries, shard, item):  # type: ignore[no-untyped-def]
    """Moves a key whose count or place has changed up or down to where the heap by counts wants it."""
    place = np.int64(entries[first + item].place)
    while place > 0:
        above = (place - 1) >> 1
        other = np.int64(entries[shards[shard].first_place + above].place)
        if _is_rarer(first, entries, other, item):
            break
        _stand(first, shards, entries, shard, place, other)
        place = above
    while True:
        child = 2 * place + 1
        if child >= shards[shard].held:
            break
        other = np.int64(entries[shards[shard].first_place + child].place)
        if child + 1 < shards[shard].held:
            right = np.int64(entries[shards[shard].first_place + child + 1].place)
            if _is_rarer(first, entries, right, other):
                other = right
                child += 1
        if _is_rarer(first, entries, item, other):
            break
        _stand(first, shards, entries, shard, place, other)
        place = child
    _stand(first, shards, entries, shard, place, item)


@leaf
def _is_rarer(first, entries, one, other):  # type: ignore[no-untyped-def]
    a, b = entries[first + one].count, entries[first + other].count
    return a < b or (a == b and one < other)


@leaf
def _stand(first, shards, entries, shard, place, item):  # type: ignore[no-untyped-def]
    entries[shards[shard].first_place + place].place = item
    entries[first + item].place = place
