"""Counts of the recent past: a ring of ten buckets, each a tenth of the window, numbered from time 0, and their total.

The window holds the bucket under way and the nine before it.
"""

from __future__ import annotations

from engine.kernel.compiled import leaf
from engine.kernel.policies import WINDOW_BUCKETS


@leaf
def forget_old(counts, newest, bucket):  # type: ignore[no-untyped-def]
    """Empties the buckets after `newest` up to `bucket`, which begins now."""
    for each in range(max(newest + 1, bucket - WINDOW_BUCKETS + 1), bucket + 1):
        counts[WINDOW_BUCKETS] -= counts[each % WINDOW_BUCKETS]
        counts[each % WINDOW_BUCKETS] = 0


@leaf
def add_one(counts, bucket):  # type: ignore[no-untyped-def]
    """Counts something now, in the newest bucket."""
    counts[bucket % WINDOW_BUCKETS] += 1
    counts[WINDOW_BUCKETS] += 1


@leaf
def total(counts):  # type: ignore[no-untyped-def]
    """Everything in the window."""
    return counts[WINDOW_BUCKETS]
