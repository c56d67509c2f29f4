"""Which key makes room for another: what each policy does when a key is used, comes, and has to go.

LRU, FIFO and RANDOM are textbook. CLOCK is FIFO with one bit of use, as F. J. Corbato described it (1968). SIEVE:
Zhang, Yang, Yue, Vigfusson and Rashmi, NSDI 2024. S3-FIFO: Yang, Zhang, Qiu, Yue and Vigfusson, SOSP 2023. W-TinyLFU:
see admitting.py. LFU counts every request for a key since the run began, held or not.
"""

from __future__ import annotations

from engine.kernel.admitting import count_asking, count_of
from engine.kernel.compiled import hot_leaf, leaf
from engine.kernel.keylists import put_newest, renew, take_out
from engine.kernel.ranking import drawn_key, leave_place, rarest_key, sift, take_place
from engine.kernel.records import ENTRANCE, EVICTIONS, GHOSTS, MAIN, PROTECTED

LRU, FIFO, RANDOM, LFU = EVICTIONS["lru"], EVICTIONS["fifo"], EVICTIONS["random"], EVICTIONS["lfu"]
CLOCK, SIEVE = EVICTIONS["clock"], EVICTIONS["sieve"]
S3_FIFO, W_TINY_LFU = EVICTIONS["s3fifo"], EVICTIONS["wtinylfu"]
PROMOTING_USES = 2  # in the entrance of S3-FIFO
USES_CEILING = 3


@hot_leaf
def note_asked(policy, first, shards, entries, shard, item):  # type: ignore[no-untyped-def]
    """Counts a lookup, before it is known whether it hits."""
    if policy == LFU:
        entries[first + item].count += 1
        if entries[first + item].shard == shard:
            sift(first, shards, entries, shard, item)
    elif policy == W_TINY_LFU:
        count_asking(shards, entries, shard, first + item)


@hot_leaf
def note_used(policy, first, shards, entries, shard, item):  # type: ignore[no-untyped-def]
    """What a hit does."""
    here = first + item
    if policy == LRU:
        renew(first, shards, entries, item, MAIN)
    elif policy in (CLOCK, SIEVE):
        entries[here].uses = 1
    elif policy == S3_FIFO:
        entries[here].uses = min(entries[here].uses + 1, USES_CEILING)
    elif policy == W_TINY_LFU:
        if entries[here].list == ENTRANCE:
            renew(first, shards, entries, item, ENTRANCE)
        else:
            _protect(first, shards, entries, shard, item)


@hot_leaf
def let_in(policy, first, shards, entries, shard, item):  # type: ignore[no-untyped-def]
    """Puts a new key into a shard, which makes room first."""
    here = first + item
    was_ghost = entries[here].shard == -2 - shard
    if entries[here].shard != -1:
        let_go(policy, first, shards, entries, item)
    entries[here].uses = 0
    if policy == W_TINY_LFU:
        put_newest(first, shards, entries, shard, ENTRANCE, item)
        _admit(first, shards, entries, shard)
        return
    while shards[shard].held >= shards[shard].capacity:
        _make_room(policy, first, shards, entries, shard)
    put_newest(first, shards, entries, shard, ENTRANCE if policy == S3_FIFO and not was_ghost else MAIN, item)
    if policy in (LFU, RANDOM):
        take_place(first, shards, entries, shard, item)
        if policy == LFU:
            sift(first, shards, entries, shard, item)


@hot_leaf
def let_go(policy, first, shards, entries, item):  # type: ignore[no-untyped-def]
    """Forgets a key, held or a ghost."""
    shard = entries[first + item].shard
    if shard >= 0 and policy in (LFU, RANDOM):
        moved = leave_place(first, shards, entries, shard, item)
        take_out(first, shards, entries, item)
        if moved >= 0 and policy == LFU:
            sift(first, shards, entries, shard, moved)
    else:
        take_out(first, shards, entries, item)


@hot_leaf
def _make_room(policy, first, shards, entries, shard):  # type: ignore[no-untyped-def]
    """Takes at least one step towards room for one key; the caller looks again."""
    if policy == S3_FIFO:
        if shards[shard].sizes[MAIN] > shards[shard].capacity - shards[shard].entrance_room:
            _turn_main(first, shards, entries, shard)
        elif shards[shard].sizes[ENTRANCE] > 0:
            _leave_entrance(first, shards, entries, shard)
        else:
            _turn_main(first, shards, entries, shard)
        return
    if policy == RANDOM:
        victim = drawn_key(shards, entries, shard)
    elif policy == LFU:
        victim = rarest_key(shards, entries, shard)
    elif policy == CLOCK:
        victim = _first_unused(first, shards, entries, shard)
    elif policy == SIEVE:
        victim = _sieved(first, shards, entries, shard)
    else:
        victim = shards[shard].oldest[MAIN] + 0
    shards[shard].evictions += 1
    let_go(policy, first, shards, entries, victim)


@leaf
def _first_unused(first, shards, entries, shard):  # type: ignore[no-untyped-def]
    """The oldest key without a bit of use; those with one lose it and become the newest."""
    while True:
        item = shards[shard].oldest[MAIN] + 0
        if entries[first + item].uses == 0:
            return item
        entries[first + item].uses = 0
        renew(first, shards, entries, item, MAIN)


@leaf
def _sieved(first, shards, entries, shard):  # type: ignore[no-untyped-def]
    """The next key without a bit of use from the hand on towards the newest; those passed lose theirs and stay."""
    item = shards[shard].hand + 0
    if item < 0:
        item = shards[shard].oldest[MAIN] + 0
    while entries[first + item].uses != 0:
        entries[first + item].uses = 0
        item = entries[first + item].newer + 0
        if item < 0:
            item = shards[shard].oldest[MAIN] + 0
    shards[shard].hand = item
    return item


@leaf
def _leave_entrance(first, shards, entries, shard):  # type: ignore[no-untyped-def]
    """The oldest key of the entrance goes on to the main list if it was used often enough; else it becomes a ghost."""
    item = shards[shard].oldest[ENTRANCE] + 0
    take_out(first, shards, entries, item)
    if entries[first + item].uses >= PROMOTING_USES:
        put_newest(first, shards, entries, shard, MAIN, item)
        return
    shards[shard].evictions += 1
    if shards[shard].ghost_room > 0:
        if shards[shard].sizes[GHOSTS] >= shards[shard].ghost_room:
            take_out(first, shards, entries, shards[shard].oldest[GHOSTS] + 0)
        put_newest(first, shards, entries, shard, GHOSTS, item)


@leaf
def _turn_main(first, shards, entries, shard):  # type: ignore[no-untyped-def]
    """The oldest key of the main list goes round again with one use less, or goes."""
    item = shards[shard].oldest[MAIN] + 0
    take_out(first, shards, entries, item)
    if entries[first + item].uses > 0:
        entries[first + item].uses -= 1
        put_newest(first, shards, entries, shard, MAIN, item)
    else:
        shards[shard].evictions += 1


@leaf
def _admit(first, shards, entries, shard):  # type: ignore[no-untyped-def]
    """The oldest key of a full entrance goes on; when all is full, only if it is asked for more than who would go."""
    if shards[shard].sizes[ENTRANCE] <= shards[shard].entrance_room:
        return
    item = shards[shard].oldest[ENTRANCE] + 0
    if shards[shard].held > shards[shard].capacity:
        victim = shards[shard].oldest[MAIN] + 0
        if victim < 0:
            victim = shards[shard].oldest[PROTECTED] + 0
        shards[shard].evictions += 1
        asked = count_of(shards, entries, shard, first + item)
        if victim < 0 or asked <= count_of(shards, entries, shard, first + victim):
            take_out(first, shards, entries, item)
            return
        take_out(first, shards, entries, victim)
    take_out(first, shards, entries, item)
    put_newest(first, shards, entries, shard, MAIN, item)


@leaf
def _protect(first, shards, entries, shard, item):  # type: ignore[no-untyped-def]
    """A key of the main part that is used again is protected; the oldest protected one makes room."""
    renew(first, shards, entries, item, PROTECTED)
    if shards[shard].sizes[PROTECTED] > shards[shard].protected_room:
        oldest = shards[shard].oldest[PROTECTED] + 0
        take_out(first, shards, entries, oldest)
        put_newest(first, shards, entries, shard, MAIN, oldest)
