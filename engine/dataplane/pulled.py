"""Segments that tiers pulled and keep: rows in one pool, found by a hash of tier and segment, in the order of use.

The table is one of open addressing with linear probing; what is taken out closes its gap (Knuth, The Art of Computer
Programming 3, section 6.4, algorithm R). Rows are counted from 1, so that zeros mean nothing.
"""

from __future__ import annotations

import numpy as np

from engine.dataplane.compiled import leaf

FREE, UNUSED = 0, 1
"""Places of `pool`: the first row that was given back, and how many were used so far."""
NEW = np.int64(2**62)
"""When the first byte of a segment comes of which that is not known yet."""


@leaf
def segment_key(tier, title, segment, rung):  # type: ignore[no-untyped-def]
    """A number for a segment at a tier: 12 bits of tier, 24 of title, 24 of segment, 4 of rung."""
    upper = np.uint64(tier) << np.uint64(52) | np.uint64(title) << np.uint64(28)
    return upper | np.uint64(segment & 0xFFFFFF) << np.uint64(4) | np.uint64(rung)


@leaf
def slot_of(key, mask):  # type: ignore[no-untyped-def]
    """Where a key would like to be: Fibonacci hashing after a fold."""
    mixed = (key ^ (key >> np.uint64(31))) * np.uint64(0x9E3779B97F4A7C15)
    return np.int64(mixed >> np.uint64(20)) & mask


@leaf
def find(kept, table, key):  # type: ignore[no-untyped-def]
    """The row of a key, 0 for none."""
    mask = table.shape[0] - 1
    place = slot_of(key, mask)
    while table[place] != 0:
        if kept[table[place]].key == key:
            return table[place]
        place = (place + 1) & mask
    return np.int32(0)


@leaf
def use(kept, tier, row):  # type: ignore[no-untyped-def]
    """A row is the newest of its tier now."""
    if tier.newest != row:
        unlink(kept, tier, row)
        push(kept, tier, row)


@leaf
def push(kept, tier, row):  # type: ignore[no-untyped-def]
    kept[row].newer, kept[row].older = 0, tier.newest
    if tier.newest != 0:
        kept[tier.newest].newer = row
    else:
        tier.oldest = row
    tier.newest = row


@leaf
def unlink(kept, tier, row):  # type: ignore[no-untyped-def]
    newer, older = kept[row].newer, kept[row].older
    if newer != 0:
        kept[newer].older = older
    else:
        tier.newest = older
    if older != 0:
        kept[older].newer = newer
    else:
        tier.oldest = newer


@leaf
def forget(kept, table, pool, tier, row):  # type: ignore[no-untyped-def]
    """A row leaves its tier, and its place in the table is closed."""
    mask = table.shape[0] - 1
    hole = slot_of(kept[row].key, mask)
    while table[hole] != row:
        hole = (hole + 1) & mask
    place = hole
    while True:
        place = (place + 1) & mask
        if table[place] == 0:
            break
        wanted = slot_of(kept[table[place]].key, mask)
        if (place - wanted) & mask >= (place - hole) & mask:
            table[hole] = table[place]
            hole = place
    table[hole] = 0
    unlink(kept, tier, row)
    tier.used -= kept[row].bits
    kept[row].older = pool[FREE]
    pool[FREE] = row


@leaf
def keep(kept, table, pool, tier, key, bits):  # type: ignore[no-untyped-def]
    """A new row, the newest of its tier, for which old ones make room; 0 when there is no room at all."""
    if bits > tier.room:
        return np.int32(0)
    while tier.used + bits > tier.room:
        forget(kept, table, pool, tier, tier.oldest)
    if pool[FREE] == 0 and pool[UNUSED] + 1 >= kept.shape[0]:
        if tier.oldest == 0:
            return np.int32(0)
        forget(kept, table, pool, tier, tier.oldest)
    row = pool[FREE]
    if row != 0:
        pool[FREE] = kept[row].older
    else:
        pool[UNUSED] += 1
        row = pool[UNUSED]
    kept[row].key, kept[row].bits, kept[row].ready_ns = key, bits, NEW
    mask = table.shape[0] - 1
    place = slot_of(key, mask)
    while table[place] != 0:
        place = (place + 1) & mask
    table[place] = row
    push(kept, tier, row)
    tier.used += bits
    tier.pulled += bits
    return np.int32(row)
