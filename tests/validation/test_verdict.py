"""What a verdict takes."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pytest

from validation.row import Check, at_least, at_most, every, exact, near
from validation.verdict import half_of_interval, judge

TEN = near("x", "x", 10.0, ratio=0.1)


@pytest.mark.parametrize(
    ("check", "values", "verdict"),
    [
        (TEN, [10.1, 9.9, 10.0], "holds"),
        (TEN, [11.4, 11.5, 11.6], "fails"),
        (TEN, [11.1, 11.2, 10.9], "holds"),  # the interval touches the band
        (TEN, [5.0, 15.0, 10.0], "too wide"),  # right in the mean and known too badly
        (TEN, [math.nan, 10.0, 10.0], "fails"),
        (near("x", "x", 0.0, absolute=0.02), [0.0, 0.01], "too wide"),
        (near("x", "x", 0.0, absolute=0.02), [0.01], "holds"),
        (near("x", "x", -5.0, ratio=0.1), [-5.2], "holds"),
        (at_most("x", "x", 1.0), [0.5, 0.6, 0.5], "holds"),
        (at_most("x", "x", 1.0), [0.5, 1.4, 0.9], "too wide"),
        (at_most("x", "x", 1.0), [1.5, 1.6, 1.5], "fails"),
        (at_least("x", "x", 1.0), [1.5, 1.6, 1.5], "holds"),
        (at_least("x", "x", 1.0), [0.5], "fails"),
        (every("x", "x", low=0.9), [0.95, 1.0], "holds"),
        (every("x", "x", low=0.9), [0.95, 0.89], "fails"),
        (exact("x", "x", 0.3), [0.1 + 0.2, 0.3], "holds"),
        (exact("x", "x", 64.0), [64.0, 64.0001], "fails"),
    ],
)
def test_a_verdict_is_about_the_interval_and_the_band(check: Check, values: Sequence[float], verdict: str) -> None:
    assert judge(check, values).verdict == verdict


def test_the_interval_is_students() -> None:
    # Four values, 3.182 standard errors: 1, 2, 3, 4 have a deviation of 1.29099.
    assert half_of_interval([1.0, 2.0, 3.0, 4.0]) == pytest.approx(3.182 * 1.29099 / 2.0, rel=1e-4)
    assert half_of_interval([7.0]) == 0.0


def test_a_tolerance_is_one_of_two() -> None:
    with pytest.raises(AssertionError, match="ratio or absolute"):
        near("x", "x", 1.0)
    with pytest.raises(AssertionError, match="exact"):
        near("x", "x", 0.0, ratio=0.1)
