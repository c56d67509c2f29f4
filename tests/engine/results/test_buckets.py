"""The scheme of buckets is what pages say it is."""

import numpy as np

from engine.kernel.histogram import BUCKETS, bucket_middle, bucket_of
from engine.results.buckets import scheme


def test_a_latency_read_off_its_bucket_is_wrong_by_less_than_the_scheme_says() -> None:
    said = scheme()
    values = np.geomspace(said["smallest_s"] * 1e9, said["largest_s"] * 1e9 - 1e6, 20_000).astype(np.int64)
    errors = [abs(bucket_middle(bucket_of(value)) / value - 1.0) for value in values]
    assert 0.7 * said["worst_error_ratio"] < max(errors) <= said["worst_error_ratio"]
    assert said["worst_error_ratio"] < 0.01
    assert said["buckets"] == BUCKETS
