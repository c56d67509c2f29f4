"""The k-th of n: against the harmonic numbers, and against each other."""

import pytest

from engine.theory import fork_join, order_statistics


@pytest.mark.parametrize(("needed", "expected"), [(1, 1.0 / 3.0), (2, 5.0 / 6.0), (3, fork_join.harmonic(3))])
def test_the_gaps_between_exponentials_are_those_of_fewer_and_fewer(needed: int, expected: float) -> None:
    assert order_statistics.exponential_mean(needed, 3, 1.0) == pytest.approx(expected)


def test_the_means_of_all_ranks_add_up_to_those_of_all() -> None:
    ranks = [order_statistics.lognormal_mean(needed, 5, 4.0, 6.7) for needed in range(1, 6)]
    assert sum(ranks) == pytest.approx(5 * 4.0, rel=1e-4)
    assert ranks == sorted(ranks)


def test_one_of_one_is_the_mean() -> None:
    assert order_statistics.lognormal_mean(1, 1, 4.0, 1.5) == pytest.approx(4.0, rel=1e-4)
