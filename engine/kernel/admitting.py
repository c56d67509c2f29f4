"""Counts of how often keys are asked for, which grow old: by them W-TinyLFU decides who may stay.

A count is exact for its key, where the published structure keeps a sketch (Einziger, Friedman and Manes, ACM
Transactions on Storage 13 (2017), article 35); keys are dense numbers here, so a row each is no larger. All counts are
halved whenever a shard has been asked so often (`round`); a row is brought up to date when it is looked at.
"""

from __future__ import annotations

import numpy as np

from engine.kernel.compiled import leaf

COUNT_BITS = 8
COUNT_CEILING = (1 << COUNT_BITS) - 1


@leaf
def count_of(shards, entries, shard, row):  # type: ignore[no-untyped-def]
    """The present count of the key whose entry row is `row`."""
    told = np.int64(entries[row].count)
    rounds = shards[shard].asked // shards[shard].round - (told >> COUNT_BITS)
    return (told & COUNT_CEILING) >> min(max(rounds, 0), COUNT_BITS)


@leaf
def count_asking(shards, entries, shard, row):  # type: ignore[no-untyped-def]
    """Counts that a key was asked for."""
    count = min(count_of(shards, entries, shard, row) + 1, COUNT_CEILING)
    shards[shard].asked += 1
    rounds = shards[shard].asked // shards[shard].round
    entries[row].count = (min(rounds, (1 << (32 - COUNT_BITS)) - 1) << COUNT_BITS) | count
