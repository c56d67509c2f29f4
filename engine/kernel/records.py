"""The records of caches with their keys, of groups of calls, and of sources."""

from __future__ import annotations

import numpy as np

SHARD = np.dtype([("newest", "i4"), ("oldest", "i4"), ("size", "i4"), ("capacity", "i4")])
CACHE = np.dtype(
    [
        ("first_entry", "i8"),
        ("keys_count", "i8"),
        ("ttl_ns", "i8"),
        ("stream", "u8"),
        ("renews_on_read", "i4"),
        ("looks_aside", "i4"),
        ("stride", "i8"),  # entries of each copy where every instance of the holder has one, 0 where there are none
        ("first_shard", "i4"),  # of the copies
        ("holder", "i4"),  # the component whose instances have copies, -1 where there are none
    ]
)
ENTRY = np.dtype([("expires_ns", "i8"), ("shard", "i4"), ("newer", "i4"), ("older", "i4")], align=True)
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
    ]
)
