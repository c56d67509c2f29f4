"""Fork and join: the numbers of rows V19 and V20."""

import pytest

from engine.theory import fork_join


@pytest.mark.parametrize(("queues", "expected_ms"), [(1, 20.0), (2, 28.75), (5, 41.0), (10, 51.2), (20, 61.6)])
def test_joining_takes_longer_the_more_must_be_joined(queues: int, expected_ms: float) -> None:
    assert 1000.0 * fork_join.sojourn_s_mean(queues, 50.0, 100.0) == pytest.approx(expected_ms, abs=0.05)


@pytest.mark.parametrize(("count", "expected"), [(1, 1.0), (2, 1.5), (10, 2.93), (100, 5.19)])
def test_the_largest_of_many_exponentials_grows_as_the_harmonic_numbers(count: int, expected: float) -> None:
    assert fork_join.harmonic(count) == pytest.approx(expected, abs=0.005)
