"""What the histograms of latencies are, in numbers that pages show."""

from __future__ import annotations

from engine.kernel.histogram import BUCKETS, OCTAVE_BITS, OCTAVES_END, UNIT_BITS

BUCKETS_AN_OCTAVE = 1 << OCTAVE_BITS
WORST_ERROR_RATIO = 0.5 / BUCKETS_AN_OCTAVE
"""A quantile is read off the middle of a bucket, which is at most 1/64 of its lower end wide."""


def scheme() -> dict[str, float]:
    """Buckets in an octave and in all, the worst relative error of a quantile, and the latencies between which it holds
    in seconds."""
    return {
        "buckets_an_octave": BUCKETS_AN_OCTAVE,
        "buckets": BUCKETS,
        "worst_error_ratio": WORST_ERROR_RATIO,
        "smallest_s": 2.0 ** (UNIT_BITS + OCTAVE_BITS) / 1e9,
        "largest_s": 2.0**OCTAVES_END / 1e9,
    }
