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
def bucket_of(value_ns, bits, buckets):  # type: ignore[no-untyped-def]
    """The bucket of a value in a histogram with 2**bits buckets an octave."""
    units = value_ns >> UNIT_BITS
    octave = _highest_bit(units | 1) - bits
    if octave <= 0:
        return units
    return min((octave << bits) + (units >> octave), buckets - 1)


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


@leaf
def _highest_bit(x):  # type: ignore[no-untyped-def]
    """The position of the highest set bit of 1 <= x < 2**52, read from the exponent of the float."""
    return (np.float64(x).view(np.int64) >> 52) - 1023
