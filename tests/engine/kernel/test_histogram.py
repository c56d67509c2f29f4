"""Quantiles read off a histogram are within one per cent."""

import numpy as np
import pytest

from engine.kernel.histogram import ALL_OCTAVES, BUCKETS, bucket_middle, bucket_of, quantile_ns


def test_buckets_rise_with_their_values_and_hold_their_middles() -> None:
    values = sorted({int(1.001**power) for power in range(29_000)} | set(range(3000)))
    buckets = [bucket_of(value) for value in values]
    assert buckets == sorted(buckets)
    assert max(buckets) < BUCKETS
    assert all(bucket_of(int(bucket_middle(bucket))) == bucket for bucket in set(buckets))


@pytest.mark.parametrize("value_ns", [9_000, 10**6, 10**9 + 7, 3 * 10**12])
def test_a_constant_latency_is_read_within_eight_tenths_of_a_per_cent(value_ns: int) -> None:
    counts = np.zeros(BUCKETS, np.int64)
    counts[bucket_of(value_ns)] = 1000
    for q in (0.01, 0.5, 0.99):
        assert quantile_ns(counts, ALL_OCTAVES, 1000, q) == pytest.approx(value_ns, rel=0.008)


def test_quantiles_of_a_known_sample_are_within_one_per_cent() -> None:
    values = np.random.default_rng(1).lognormal(16.0, 1.0, 20_000).astype(int)
    counts = np.bincount([bucket_of(value) for value in values], minlength=BUCKETS)
    for q in (0.5, 0.95, 0.99):
        exact = np.quantile(values, q, method="inverted_cdf")
        assert quantile_ns(counts, ALL_OCTAVES, len(values), q) == pytest.approx(exact, rel=0.01)


def test_nothing_counted_has_no_quantile() -> None:
    assert quantile_ns(np.zeros(BUCKETS, np.int64), ALL_OCTAVES, 0, 0.5) == 0.0


def test_latencies_beyond_the_range_share_the_last_bucket() -> None:
    assert bucket_of(2**46) == BUCKETS - 1
