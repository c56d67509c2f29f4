"""Caches that guard the rebuilding of keys, so that not everybody who misses a hot one goes to the store.

Every entry of such a cache has a row of REBUILD. Leases with waiting: Nishtala and others, Scaling Memcache at
Facebook, NSDI 2013, section 3.2.1. Early refreshes: Vattani, Chierichetti and Lowenstein, Optimal probabilistic cache
stampede prevention, VLDB 8 (2015), 886-897. Answers that are stale while they are refreshed: RFC 5861, section 3.
"""

from __future__ import annotations

import numpy as np

from engine.kernel.arrivals import NEVER
from engine.kernel.cache import copy_of, first_entry_of, life_of, store
from engine.kernel.compiled import leaf
from engine.kernel.evicting import let_go, note_asked, note_used
from engine.kernel.logarithm import natural_log
from engine.kernel.random import EARLY, REFRESH, below, uniform
from engine.kernel.state import CALLING, PRIORITY

MISSED, HIT, RENEWS, WAITS_FOR_IT = 0, 1, 2, 3  # RENEWS: a hit, and somebody rebuilds the key beside it
REFRESHER = -(1 << 30)  # connection of work that rebuilds a key for nobody
PARKED, WOKEN = 65535, 65534  # Work.pending of a lookup that waits, and of one for which the answer is there


@leaf
def rebuild_row(caches, cache, shard, item):  # type: ignore[no-untyped-def]
    """The row of REBUILD of a key in a shard, -1 where nobody guards rebuilding."""
    if caches[cache].first_rebuild < 0:
        return np.int64(-1)
    place = first_entry_of(caches, cache, shard) + item - caches[cache].first_entry
    return np.int64(caches[cache].first_rebuild + place)


@leaf
def holder_of(calls, works, w):  # type: ignore[no-untyped-def]
    """The token of the work that waits for a lookup, 0 when none does any more."""
    k = works[w].caller
    if calls[k].token != works[w].token:
        return np.int64(0)
    parent = calls[k].parent
    if works[parent].token != calls[k].parent_token or works[parent].state != CALLING:
        return np.int64(0)
    return np.int64(calls[k].parent_token)


@leaf
def consult(caches, cache_states, shards, entries, rebuilds, cache, shard, item, key, holder, now):  # type: ignore[no-untyped-def]
    """What a lookup finds: MISSED, HIT, RENEWS or WAITS_FOR_IT. Who has no `holder` (0) rebuilds nothing."""
    first = first_entry_of(caches, cache, shard)
    row, policy = first + item, caches[cache].eviction
    r = rebuild_row(caches, cache, shard, item)
    note_asked(policy, first, shards, entries, shard, item)
    left_ns = np.int64(-NEVER)
    if entries[row].shard == shard:
        left_ns = np.int64(entries[row].expires_ns - now) if caches[cache].may_expire != 0 else np.int64(NEVER)
        if left_ns + caches[cache].stale_ns <= 0:
            let_go(policy, first, shards, entries, item)
            left_ns = np.int64(-NEVER)
    if left_ns > 0:
        if caches[cache].beta > 0.0 and is_early(rebuilds[r].took_ns, caches[cache].beta, left_ns, key):
            cache_states[cache].early_refreshes += 1
            return MISSED
        if caches[cache].renews_on_read != 0:
            entries[row].expires_ns = now + life_of(caches, cache, item, key)
    elif left_ns > -NEVER:
        if caches[cache].waits != 0 and _takes_lease(caches, rebuilds, cache, r, holder, now):
            return MISSED
        cache_states[cache].stale_served += 1
        cache_states[cache].stale_most_ns = max(cache_states[cache].stale_most_ns, -left_ns)
    else:
        if caches[cache].waits == 0 or holder == 0 or _takes_lease(caches, rebuilds, cache, r, holder, now):
            return MISSED
        cache_states[cache].coalesced += 1
        return WAITS_FOR_IT
    note_used(policy, first, shards, entries, shard, item)
    is_old = caches[cache].refreshes != 0 and left_ns <= caches[cache].ahead_ns
    if not is_old or not _takes_lease(caches, rebuilds, cache, r, holder, now):
        return HIT
    cache_states[cache].refreshes += 1
    return RENEWS


@leaf
def is_early(took_ns, beta, left_ns, key):  # type: ignore[no-untyped-def]
    """True with the chance exp(-left / (beta took)): whoever reads rebuilds the key before its end."""
    return -beta * took_ns * natural_log(uniform(key, EARLY)) >= left_ns


@leaf
def _takes_lease(caches, rebuilds, cache, r, holder, now):  # type: ignore[no-untyped-def]
    """True for whoever may rebuild a key, because nobody does."""
    if holder == 0 or rebuilds[r].until_ns > now:
        return False
    take_lease(caches, rebuilds, cache, r, holder, now)
    return True


@leaf
def take_lease(caches, rebuilds, cache, r, holder, now):  # type: ignore[no-untyped-def]
    """A work rebuilds a key from now on."""
    rebuilds[r].until_ns = now + caches[cache].lease_ns
    rebuilds[r].holder = holder
    rebuilds[r].awaited = 0


@leaf
def is_unguarded(rebuilds, r, now):  # type: ignore[no-untyped-def]
    """True when lookups wait for a key and no event stands for the end of the lease."""
    return rebuilds[r].first >= 0 and rebuilds[r].awaited == 0 and rebuilds[r].until_ns > now


@leaf
def keep(caches, shards, entries, rebuilds, works, cache, shard, item, key, took_ns, now):  # type: ignore[no-untyped-def]
    """Stores what a call for a key has answered after `took_ns`. Whoever waits for the key may have it: returns the row
    of REBUILD if anybody does, else -1."""
    store(caches, shards, entries, cache, shard, item, key, now)
    r = rebuild_row(caches, cache, shard, item)
    if r < 0:
        return r
    rebuilds[r].took_ns = took_ns
    rebuilds[r].until_ns = rebuilds[r].awaited = 0
    w = np.int64(rebuilds[r].first)
    while w >= 0:
        works[w].pending = WOKEN
        w = np.int64(works[w].next)
    return r if rebuilds[r].first >= 0 else np.int64(-1)


@leaf
def give_back(components, caches, rebuilds, works, cache, parent):  # type: ignore[no-untyped-def]
    """A work will not rebuild the key that it wants: its lease is over. Returns the row of REBUILD if anybody waits."""
    if caches[cache].first_rebuild < 0:
        return np.int64(-1)
    shard = np.int64(0)  # All shards of a cache share the rows; only copies have their own.
    if caches[cache].holder >= 0:
        shard = copy_of(caches, cache, works[parent].instance - components[caches[cache].holder].first_instance)
    r = rebuild_row(caches, cache, shard, works[parent].item)
    if rebuilds[r].holder != works[parent].token or rebuilds[r].until_ns == 0:
        return np.int64(-1)
    rebuilds[r].until_ns = rebuilds[r].awaited = 0
    return r if rebuilds[r].first >= 0 else np.int64(-1)


@leaf
def join_waiting(works, rebuilds, r, w):  # type: ignore[no-untyped-def]
    """A lookup waits for a key, behind all others."""
    works[w].pending = PARKED
    works[w].next = -1
    works[w].previous = rebuilds[r].last
    if rebuilds[r].first < 0:
        rebuilds[r].first = w
        works[w].previous = -1
    else:
        works[rebuilds[r].last].next = w
    rebuilds[r].last = w


@leaf
def leave_waiting(works, rebuilds, r, w):  # type: ignore[no-untyped-def]
    """A lookup waits no more."""
    older, newer = works[w].previous, works[w].next
    if older >= 0:
        works[older].next = newer
    else:
        rebuilds[r].first = newer
    if newer >= 0:
        works[newer].previous = older
    else:
        rebuilds[r].last = older
    works[w].pending = 0


@leaf
def end_waiting(caches, rebuilds, works, cache, w):  # type: ignore[no-untyped-def]
    """As leave_waiting, for a lookup that ends for another reason."""
    shard = works[w].position if caches[cache].holder >= 0 else works[w].instance
    leave_waiting(works, rebuilds, rebuild_row(caches, cache, shard, works[w].item), w)


@leaf
def begin_refresher(components, connections, works, calls, rebuilds, m, w, r, token, now):  # type: ignore[no-untyped-def]
    """Fills the row `m`: work of the caller of lookup `w` that makes the calls of a miss, and that nobody waits for."""
    parent = np.int64(calls[works[w].caller].parent)
    c = works[parent].component
    works[m].key = below(works[w].key, REFRESH, 0)
    works[m].arrived_ns = now
    works[m].token = token
    works[m].caller = -1
    works[m].component = c
    works[m].instance = works[parent].instance
    works[m].item = works[w].item
    works[m].connection = REFRESHER
    works[m].position = components[c].first_group
    bit = np.uint32(1) << np.uint32(connections[works[w].connection].lookup_bit)
    works[m].flags = (works[parent].flags & PRIORITY) | bit
    works[m].pending = 0
    works[m].state = CALLING
    works[m].outcome = 0
    rebuilds[r].holder = token
