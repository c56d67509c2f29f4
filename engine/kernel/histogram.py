"""Latency histograms with buckets that grow with the value (log-linear, as in HdrHistogram).

Values are nanoseconds, counted in units of 128 ns. A total histogram has 64 buckets an octave: a bucket is at most 1/64 of its lower
end wide, so that a value read off its middle is wrong by less than 0.8 %. Below 8.2 microseconds the step is one unit. A window
histogram (for live frames) has 16 buckets an octave, wrong by less than 3.2 %. Values beyond 2**43 ns (2.4 hours) share the last bucket.
"""

from __future__ import annotations

import numpy as np

from engine.kernel.compiled import leaf

UNIT_BITS = 7
TOTAL_BITS = 6
WINDOW_BITS = 4
OCTAVES_END = 43
TOTAL_BUCKETS = (OCTAVES_END - UNIT_BITS - TOTAL_BITS + 1) << TOTAL_BITS
WINDOW_BUCKETS = (OCTAVES_END - UNIT_BITS - WINDOW_BITS + 1) << WINDOW_BITS


@leaf
def buckets_of(value_ns):  # type: ignore[no-untyped-def]
    """The buckets of a value in a total histogram and in a window histogram."""
    units = value_ns >> UNIT_BITS
    highest = (np.float64(units | 1).view(np.int64) >> 52) - 1023  # position of the highest set bit
    total_octave = max(highest - TOTAL_BITS, 0)
    window_octave = max(highest - WINDOW_BITS, 0)
    total = (total_octave << TOTAL_BITS) + (units >> total_octave)
    window = (window_octave << WINDOW_BITS) + (units >> window_octave)
    return min(total, TOTAL_BUCKETS - 1), min(window, WINDOW_BUCKETS - 1)


@leaf
def count_samples(samples, count, latency, window):  # type: ignore[no-untyped-def]
    """Counts the first `count` samples in the histograms of their rows.

    Done for many at once: none waits for another, so their cache misses overlap.
    """
    for place in range(count):
        row = samples[place].row
        bucket, window_bucket = buckets_of(samples[place].latency_ns)
        latency[row, bucket] += 1
        window[row, window_bucket] += 1


@leaf
def bucket_start(bucket, bits):  # type: ignore[no-untyped-def]
    """The smallest value in ns that falls into a bucket."""
    octave = max((bucket >> bits) - 1, 0)
    return (bucket - (octave << bits)) << (octave + UNIT_BITS)


@leaf
def quantile_ns(counts, total, q, bits):  # type: ignore[no-untyped-def]
    """The q-quantile in ns of `total` counted values, placed within its bucket in proportion to rank."""
    rank = q * total
    seen = 0
    for bucket in range(counts.shape[0]):
        here = np.int64(counts[bucket])
        if here > 0 and seen + here >= rank:
            start = bucket_start(bucket, bits)
            width = bucket_start(bucket + 1, bits) - start
            return start + width * min(max((rank - seen) / here, 0.0), 1.0)
        seen += here
    return 0.0

