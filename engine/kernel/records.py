"""The records of caches with their keys, of groups of calls, and of sources."""

from __future__ import annotations

import numpy as np

LISTS = 4
MAIN, ENTRANCE, PROTECTED, GHOSTS = 0, 1, 2, 3  # lists of a shard; those of ghosts are remembered, not held
SHARD = np.dtype(
    [
        ("newest", "i4", (LISTS,)),  # of each list, -1 when it is empty
        ("oldest", "i4", (LISTS,)),
        ("sizes", "i4", (LISTS,)),
        ("held", "i4"),  # keys in all lists but that of ghosts
        ("capacity", "i4"),
        ("hand", "i4"),  # where SIEVE goes on looking, -1 for the oldest
        ("entrance_room", "i4"),
        ("protected_room", "i4"),
        ("ghost_room", "i4"),
        ("first_place", "i8"),  # row of ENTRY in whose `place` the held keys are listed, for LFU and RANDOM
        ("asked", "i8"),  # lookups, by which counts grow old
        ("round", "i8"),  # lookups after which they are halved
        ("evictions", "i8"),
        ("stream", "u8"),  # of the draws of RANDOM
        ("warmed", "i8"),  # keys that were gone through since it was emptied, see warming.py
    ],
    align=True,
)
CACHE = np.dtype(
    [
        ("first_entry", "i8"),
        ("keys_count", "i8"),  # those that are asked for once are among them, behind all others
        ("ttl_ns", "i8"),
        ("stream", "u8"),
        ("renews_on_read", "i4"),
        ("looks_aside", "i2"),
        ("eviction", "i2"),  # a number of EVICTIONS
        ("stride", "i8"),  # entries of each copy (of each instance of the holder, or replica), 0 where there are none
        ("first_shard", "i4"),  # of the copies
        ("holder", "i4"),  # the component whose instances have copies, -1 where there are none
        ("may_expire", "i8"),  # some of its entries are not believed for ever
        ("jitter", "f8"),  # by which part of it the time to live is longer or shorter, at most
        ("absent_ratio", "f8"),  # of the keys, which do not exist
        ("absent_stream", "u8"),
        ("negative_ns", "i8"),  # for how long it is remembered that a key does not exist
        ("starts_full", "i8"),  # of the most popular keys
        ("replicas", "i4"),  # that hold all of it; this and the next three: see zonal.py
        ("shards_each", "i4"),
        ("crossing_ns", "i8"),  # the way to another replica and back
        ("falls_back", "i8"),  # who finds nothing in one replica asks the others
        ("titles", "i8"),  # keys that are asked for again
        ("first_rebuild", "i8"),  # the row of REBUILD of its first entry, -1 where nobody guards rebuilding
        ("lease_ns", "i8"),  # how long somebody who rebuilds a key is waited for; this and the rest: see stampede.py
        ("waits", "i8"),  # who misses while somebody rebuilds the key waits for it
        ("refreshes", "i8"),  # what is old is rebuilt by nobody's request
        ("beta", "f8"),  # of early refreshes
        ("ahead_ns", "i8"),  # before its end an entry is old
        ("stale_ns", "i8"),  # after its end an entry is still given
    ]
)
REBUILD = np.dtype(
    [
        ("until_ns", "i8"),  # until when somebody is waited for who rebuilds the key
        ("took_ns", "i8"),  # the last time
        ("awaited", "i8"),  # number of the event that ends the waiting, 0 when there is none
        ("first", "i4"),  # of the lookups that wait, -1 when none do; they are joined by their next and previous
        ("last", "i4"),
        ("holder", "i4"),  # token of the work that rebuilds the key
        ("padding", "i4"),
    ]
)
CACHE_STATE = np.dtype(
    [
        ("coalesced", "i8"),  # lookups that waited for the rebuilding of another
        ("stale_served", "i8"),
        ("early_refreshes", "i8"),
        ("refreshes", "i8"),
        ("stale_most_ns", "i8"),  # how old beyond its end the oldest answer was
        ("from_afar", "i8"),  # hits that came from another zone
        ("warmed", "i8"),  # keys that were brought; this and the next two: see warming.py
        ("dumped_ns", "i8"),  # when the last dump was made
        ("dump_unit_ns", "i8"),  # in which it measures time
    ]
)
ENTRY = np.dtype(
    [
        ("expires_ns", "i8"),
        ("shard", "i4"),  # that holds the key; -1: none; below: the shard -2 - shard remembers it as a ghost
        ("newer", "i4"),
        ("older", "i4"),
        ("count", "u4"),  # how often it was asked for, see ranking.py and admitting.py
        ("place", "i4"),  # where it stands among the held keys; in the rows of places: which key stands there
        ("list", "u1"),
        ("uses", "u1"),  # since it came, as far as the policy counts
        ("dumped", "u2"),  # what the last dump says of its end, see warming.py
    ]
)
EVICTIONS = {
    "lru": 0,
    "fifo": 1,
    "random": 2,
    "lfu": 3,
    "clock": 4,
    "sieve": 5,
    "s3fifo": 6,
    "wtinylfu": 7,
}
"""The number of each way to choose the key that makes room; engine/evictions has a file for each."""
GROUP = np.dtype(
    [
        ("first", "i4"),
        ("end", "i4"),
        ("stream", "u8"),
        ("has_shares", "i2"),  # FIXED, STEERED or 0
        ("is_selective", "i2"),  # some call of it is made for one class of requests only
        ("enough", "i4"),
    ]
)
SOURCE = np.dtype(
    [
        ("stream", "u8"),
        ("component", "i4"),
        ("process", "i4"),
        ("first_point", "i4"),
        ("points_end", "i4"),
        ("keys_count", "i8"),
        ("first_alias", "i8"),
        ("priority", "i8"),  # the class of its requests
        ("switching", "f8"),  # how often a modulated source changes between lull and burst, see arrivals.py
        ("users", "i8"),  # of a closed source, see users.py; 0 for those that follow a curve
        ("think_ns", "f8"),
        ("people", "i8"),  # who send, where callers tell them apart
        ("varies", "i8"),  # what it asks for is more than a rank; all that follows: see wishes.py
        ("wonder_ratio", "f8"),  # of the requests, which ask for what nobody else asks for
        ("first_wonder", "i8"),
        ("wonders", "i8"),  # after so many the same key is asked for again
        ("first_rank", "i8"),  # of its table of ranks, -1 where it has none
        ("drift_ns", "i8"),  # between two drifts, 0 for none
        ("drift_share", "f8"),  # of the ranks
        ("drift_stream", "u8"),
        ("premiere_share", "f8"),  # of the requests, at most
        ("premiere_ns", "f8"),
        ("rise_ns", "f8"),
        ("fade_ns", "f8"),
    ],
    align=True,
)
SOURCE_STATE = np.dtype(
    [
        ("scale", "f8"),
        ("exposure", "f8"),
        ("since_ns", "i8"),
        ("requests", "i8"),
        ("awaited", "i8"),
        ("phase", "i8"),  # 1 in a burst
        ("users", "i8"),  # who are there, thinking or waiting for an answer
        ("wanted", "i8"),  # how many there should be
        ("invited", "i8"),  # how many have ever come
        ("hot_share", "f8"),  # of the requests that ask for the hot key
        ("hot_key", "i8"),
        ("varies", "i8"),  # as it was planned, or since somebody has turned the ranks; the rest: see wishes.py
        ("turned", "i8"),  # by how many ranks
        ("wonders", "i8"),  # requests for what nobody else asks for
        ("drifts", "i8"),
    ]
)
