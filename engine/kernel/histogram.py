# mypy: disable-error-code="assignment,operator"
"""Latency histograms with buckets that grow with the value (log-linear, as in HdrHistogram).

Values are nanoseconds, counted in units of 128 ns, with 64 buckets an octave: a bucket is at most 1/64 of its lower
end wide, and a quantile is read off its middle, so it is wrong by less than 0.8 %. Below 8.2 microseconds the step is
one unit. Values beyond 2**43 ns (2.4 hours) share the last bucket.

Latencies are gathered as samples and counted thousands at a time, row by row: histograms are far larger than any
cache, and one by one nearly every count would wait for memory.
"""

from __future__ import annotations

import numpy as np

from engine.kernel.compiled import compiled, leaf

UNIT_BITS = 7
OCTAVE_BITS = 6
OCTAVES_END = 43
BUCKETS = (OCTAVES_END - UNIT_BITS - OCTAVE_BITS + 1) << OCTAVE_BITS
ALL_OCTAVES = (1 << (BUCKETS >> OCTAVE_BITS)) - 1
VALUE_BITS = 47  # of a sample; 39 hours
VALUE_MASK = (1 << VALUE_BITS) - 1
ROWS_CEILING = 1 << (62 - VALUE_BITS)


@leaf
def bucket_of(value_ns):  # type: ignore[no-untyped-def]
    """The bucket of a value in ns."""
    units = value_ns >> UNIT_BITS
    highest = (np.float64(units | 1).view(np.int64) >> 52) - 1023  # position of the highest set bit
    octave = max(highest - OCTAVE_BITS, 0)
    return min((octave << OCTAVE_BITS) + (units >> octave), BUCKETS - 1)


@leaf
def bucket_middle(bucket):  # type: ignore[no-untyped-def]
    """The middle in ns of a bucket."""
    octave = max((bucket >> OCTAVE_BITS) - 1, 0)
    start = (bucket - (octave << OCTAVE_BITS)) << (octave + UNIT_BITS)
    return start + (np.int64(1) << (octave + UNIT_BITS)) * 0.5


@leaf
def quantile_ns(counts, octaves, total, q):  # type: ignore[no-untyped-def]
    """The q-quantile in ns of `total` values; 0 when there are none. `octaves` has a bit for every octave in use.

    It lies in the first bucket up to which q x total values are counted. The search goes down from above, because
    mostly a high quantile is wanted.
    """
    rank = max(q * total, 1.0)
    seen = np.int64(total)
    for octave in range((BUCKETS >> OCTAVE_BITS) - 1, -1, -1):
        if (octaves >> octave) & 1 != 0:
            for bucket in range(((octave + 1) << OCTAVE_BITS) - 1, (octave << OCTAVE_BITS) - 1, -1):
                seen -= counts[bucket]
                if seen < rank:
                    return bucket_middle(bucket) if total > 0 else 0.0
    return 0.0


@leaf
def count_samples(samples, count, tally, window, octaves, states, links):  # type: ignore[no-untyped-def]
    """Counts the first `count` samples of samples[0] (row << VALUE_BITS | latency in ns) in the windows of their rows.

    Rows are those of components, then those of connections; their counters of answers and sums of latencies go along.
    The samples are brought into the order of their rows first, in samples[1].
    """
    rows = tally.shape[0]
    for place in range(count):
        tally[samples[0, place] >> VALUE_BITS] += 1
    place = 0
    for row in range(rows):
        here = tally[row]
        tally[row] = place
        place += here
    for place in range(count):
        row = samples[0, place] >> VALUE_BITS
        samples[1, tally[row]] = samples[0, place] & VALUE_MASK
        tally[row] += 1
    first = 0
    for row in range(rows):
        end = np.int64(tally[row])
        tally[row] = 0
        if end > first:
            sum_ns, used = _count_row(samples, first, end, window, row)
            octaves[row] |= used
            if row < states.shape[0]:
                states[row].completions += end - first
                states[row].latency_ns += sum_ns
            else:
                links[row - states.shape[0]].answered += end - first
                links[row - states.shape[0]].latency_ns += sum_ns
        first = end


@leaf
def _count_row(samples, first, end, window, row):  # type: ignore[no-untyped-def]
    """Counts the samples of one row; returns their sum and the octaves that they lie in."""
    sum_ns = 0
    used = np.int64(0)
    for place in range(first, end):
        value_ns = samples[1, place]
        bucket = bucket_of(value_ns)
        window[row, bucket] += 1
        sum_ns += value_ns
        used |= np.int64(1) << (bucket >> OCTAVE_BITS)
    return sum_ns, used


@compiled
def fold_windows(window, octaves, latency):  # type: ignore[no-untyped-def]
    """Adds every window to its histogram of the whole run and empties it."""
    for row in range(window.shape[0]):
        used = octaves[row]
        octave = 0
        while used != 0:
            if used & 1 != 0:
                for bucket in range(octave << OCTAVE_BITS, (octave + 1) << OCTAVE_BITS):
                    latency[row, bucket] += window[row, bucket]
                    window[row, bucket] = 0
            used >>= 1
            octave += 1
        octaves[row] = 0
