"""Latencies put together: sequences, mixtures, and what a timeout leaves."""

from __future__ import annotations

import math

import pytest

from engine.estimate.latency import (
    NOTHING,
    UNBOUNDED,
    Latency,
    after,
    cut_at,
    delayed,
    maybe,
    mixture,
    quantiles,
    surely_within,
)

EXPONENTIAL = Latency(1.0, 1.0, 2.0)


def test_quantiles_of_an_exponential_are_its_own() -> None:
    found = quantiles([EXPONENTIAL, delayed(EXPONENTIAL, 5.0)])
    for q, (plain, later) in found.items():
        assert plain == pytest.approx(-math.log(1.0 - q), rel=1e-3)
        assert later == pytest.approx(5.0 - math.log(1.0 - q), rel=1e-3)


def test_quantiles_of_a_sum_of_four_are_those_of_erlangs_law() -> None:
    four = after(after(EXPONENTIAL, EXPONENTIAL), after(EXPONENTIAL, EXPONENTIAL))
    found = quantiles([four])
    assert [found[q][0] for q in (0.5, 0.95, 0.99)] == pytest.approx([3.6721, 7.7537, 10.0451], rel=2e-3)


def test_quantiles_of_a_constant_are_the_constant() -> None:
    assert set(map(tuple, quantiles([Latency(0.3, 0.0, 0.0)]).values())) == {(0.3,)}


def test_quantiles_of_what_grows_without_bound_are_infinite() -> None:
    assert all(each == [math.inf] for each in quantiles([UNBOUNDED]).values())


def test_a_mixture_has_the_moments_of_its_parts() -> None:
    found = mixture(((0.25, Latency(4.0, 0.0, 0.0)), (0.75, NOTHING)))
    assert found == pytest.approx(Latency(1.0, 3.0, 0.25 * 27.0 - 0.75))
    assert maybe(0.25, Latency(4.0, 0.0, 0.0)) == found
    assert mixture(()) == NOTHING


def test_a_timeout_leaves_the_part_of_an_exponential_below_it() -> None:
    share, left = cut_at(EXPONENTIAL, 1.0)
    assert share == pytest.approx(1.0 - math.exp(-1.0), abs=0.01)
    assert left.mean == pytest.approx(1.0 - 1.0 / (math.e - 1.0), rel=0.03)


def test_a_timeout_far_away_changes_nothing_and_one_too_near_leaves_nothing() -> None:
    assert surely_within(EXPONENTIAL, 50.0)
    assert surely_within(EXPONENTIAL, None)
    assert not surely_within(EXPONENTIAL, 5.0)
    assert not surely_within(UNBOUNDED, 1e9)
    assert cut_at(EXPONENTIAL, 50.0) == (1.0, EXPONENTIAL)
    assert cut_at(delayed(EXPONENTIAL, 3.0), 2.0)[0] == pytest.approx(0.0, abs=1e-6)
    assert cut_at(UNBOUNDED, 1.0) == (0.0, NOTHING)
    assert cut_at(Latency(0.3, 0.0, 0.0), 0.3) == (1.0, Latency(0.3, 0.0, 0.0))
    assert cut_at(Latency(0.3, 0.0, 0.0), 0.2) == (0.0, NOTHING)
