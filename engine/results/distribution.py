"""The distribution of latencies, told in few enough numbers to be drawn: more than percentiles can say."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.kernel.histogram import BUCKETS, OCTAVE_BITS, UNIT_BITS
from engine.kernel.state import Counts, Integers

BARS_AN_OCTAVE = 8
MERGED = (1 << OCTAVE_BITS) // BARS_AN_OCTAVE
ROWS_MOST = 60
"""Components of larger designs are not told one by one: classes of requests always are."""


def distribution(counts: Counts | Integers) -> dict[str, Any] | None:
    """Bars from the fastest answer to the slowest: `edges_s` of n + 1 times in s, `counts` of n; None for nothing.

    Eight bars double the latency, so that each is about as wide as the next on a logarithmic axis.
    """
    bars = np.asarray(counts, np.int64).reshape(-1, MERGED).sum(axis=1)
    used = np.flatnonzero(bars)
    if not len(used):
        return None
    first, end = int(used[0]), int(used[-1]) + 1
    edges = [_lower_s(bar * MERGED) for bar in range(first, end + 1)]
    return {"edges_s": edges, "counts": bars[first:end].tolist()}


def _lower_s(bucket: int) -> float:
    """Where a bucket begins; `engine.kernel.histogram` says how they grow."""
    bucket = min(bucket, BUCKETS)
    octave = max((bucket >> OCTAVE_BITS) - 1, 0)
    return float((bucket - (octave << OCTAVE_BITS)) << (octave + UNIT_BITS)) / 1e9
