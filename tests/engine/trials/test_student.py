"""Intervals of means against tables of Student's t, and against their own promise by simulation."""

from __future__ import annotations

import math

import numpy as np
import pytest

from engine.trials.student import interval_of, quantile, tail

EXPERIMENTS = 4_000


@pytest.mark.parametrize(
    ("freedom", "chance", "t"),
    # Two-sided critical values as every table of the t distribution prints them.
    [
        (1, 0.05, 12.7062),
        (2, 0.05, 4.30265),
        (4, 0.01, 4.60409),
        (7, 0.05, 2.36462),
        (9, 0.001, 4.78091),
        (29, 0.05, 2.04523),
        (120, 0.01, 2.61742),
    ],
)
def test_quantiles_are_those_of_the_tables(freedom: int, chance: float, t: float) -> None:
    assert quantile(chance, freedom) == pytest.approx(t, rel=1e-5)
    assert tail(t, freedom) == pytest.approx(chance, rel=1e-4)


def test_with_one_degree_of_freedom_it_is_the_cauchy_distribution() -> None:
    for t in (0.01, 0.5, 1.0, 3.0, 1e3, 1e6):
        assert tail(t, 1) == pytest.approx(2.0 * math.atan2(1.0, t) / math.pi, rel=1e-12)


def test_with_two_degrees_of_freedom_it_has_a_closed_form() -> None:
    for t in (0.01, 0.5, 1.0, 3.0, 40.0):
        assert tail(t, 2) == pytest.approx(1.0 - t / math.sqrt(2.0 + t * t), rel=1e-9)


@pytest.mark.parametrize("count", [2, 3, 8, 30])
@pytest.mark.parametrize("confidence", [0.8, 0.95])
def test_so_many_intervals_hold_the_true_mean_as_they_promise(count: int, confidence: float) -> None:
    random = np.random.default_rng(1908)
    values = random.normal(10.0, 3.0, (EXPERIMENTS, count)).tolist()
    told = [interval_of(each, confidence) for each in values]
    held = sum(each.low <= 10.0 <= each.high for each in told) / EXPERIMENTS  # type: ignore[operator]
    standard_error = math.sqrt(confidence * (1.0 - confidence) / EXPERIMENTS)
    assert abs(held - confidence) < 4.0 * standard_error


def test_one_value_has_no_interval() -> None:
    told = interval_of([3.0])
    assert (told.count, told.mean, told.low, told.high) == (1, 3.0, None, None)


def test_values_that_agree_to_the_last_rounding_have_no_spread() -> None:
    told = interval_of([0.1 + 0.2, 0.3, 0.3])
    assert (told.spread, told.low) == (0.0, told.high)
