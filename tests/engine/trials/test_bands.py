"""Bands over time."""

from __future__ import annotations

import pytest

from engine.trials.bands import band_of
from engine.trials.student import interval_of


def test_each_moment_has_the_interval_of_its_values() -> None:
    first, second = band_of([[1.0, 5.0], [2.0, 5.0], [6.0, 5.0]])
    assert first is not None
    assert second is not None
    told = interval_of([1.0, 2.0, 6.0])
    assert (first.mean, first.low, first.high, first.least, first.most) == (3.0, told.low, told.high, 1.0, 6.0)
    assert (second.low, second.high) == (5.0, 5.0)


def test_moments_without_a_measurement_are_left_out_of_the_mean() -> None:
    band = band_of([[1.0, None, None], [3.0, 4.0, None]])
    assert [each and each.mean for each in band] == [2.0, 4.0, None]
    assert band[1] is not None
    assert band[1].low is None


@pytest.mark.parametrize(("curves", "length"), [([], 0), ([[1.0], [1.0, 2.0]], 1)])
def test_only_moments_that_all_runs_have_are_told(curves: list[list[float]], length: int) -> None:
    assert len(band_of(curves)) == length
