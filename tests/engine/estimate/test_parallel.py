"""The slowest of parts that run side by side."""

from __future__ import annotations

import pytest

from engine.estimate.latency import NOTHING, UNBOUNDED, Latency
from engine.estimate.parallel import slowest, slowest_of_each

EXPONENTIAL = Latency(1.0, 1.0, 2.0)


@pytest.mark.parametrize(("count", "expected"), [(2, 1.5), (10, 2.928968), (100, 5.187378)])
def test_the_slowest_of_equal_exponentials_takes_a_harmonic_number(count: int, expected: float) -> None:
    assert slowest([(1.0, EXPONENTIAL)] * count).mean == pytest.approx(expected, rel=0.02)


def test_the_slowest_of_two_exponentials_has_the_right_spread() -> None:
    """The maximum is the sum of a stage of rate 2 and one of rate 1."""
    found = slowest([(1.0, EXPONENTIAL), (1.0, EXPONENTIAL)])
    assert found.variance == pytest.approx(1.25, rel=0.02)
    assert found.third == pytest.approx(2.0 + 2.0 / 8.0, rel=0.1)


def test_the_slowest_of_constants_is_the_longest() -> None:
    assert slowest([(1.0, Latency(0.2, 0.0, 0.0)), (1.0, Latency(0.5, 0.0, 0.0))]) == Latency(0.5, 0.0, 0.0)


def test_a_part_that_is_seldom_there_seldom_counts() -> None:
    late = Latency(10.0, 0.0, 0.0)
    assert slowest([(0.1, late), (1.0, Latency(1.0, 1e-8, 0.0))]).mean == pytest.approx(1.9, rel=0.02)
    assert slowest([(0.0, UNBOUNDED), (1.0, EXPONENTIAL)]).mean == pytest.approx(1.0, rel=0.01)
    assert slowest([(0.5, UNBOUNDED), (1.0, EXPONENTIAL)]) == UNBOUNDED


def test_groups_in_one_sweep_are_what_each_is_alone() -> None:
    groups = [
        [(1.0, EXPONENTIAL), (0.5, Latency(3.0, 0.1, 0.0))],
        [],
        [(0.5, EXPONENTIAL)],
        [(1.0, EXPONENTIAL), (1.0, UNBOUNDED)],
        [(1.0, EXPONENTIAL)] * 3,
        [(1.0, NOTHING), (1.0, NOTHING)],
    ]
    alone = [slowest(each) for each in groups]
    for one, other in zip(slowest_of_each(groups), alone, strict=True):
        assert one == pytest.approx(other, rel=1e-12)
    assert alone[1] == NOTHING
    assert alone[3] == UNBOUNDED
