"""Rate curves in nanoseconds."""

import pytest

from engine.design.kinds import RateCurve
from engine.plan.curves import curve_of, curve_tables
from tests import tiny


def test_a_curve_holds_its_first_rate_from_the_start() -> None:
    [(first, end)], times, rates = curve_tables([RateCurve((10.0, 20.0), (5.0, 7.0))])
    assert (first, end) == (0, 3)
    assert times.tolist() == [0.0, 10e9, 20e9]
    assert (rates * 1e9).tolist() == pytest.approx([5.0, 5.0, 7.0])


def test_curves_lie_one_behind_the_other() -> None:
    spans, times, _ = curve_tables([RateCurve((0.0,), (5.0,)), RateCurve((0.0, 1.0), (5.0, 6.0))])
    assert spans == [(0, 1), (1, 3)]
    assert len(times) == 3


def test_digits_that_processors_disagree_on_are_dropped() -> None:
    _, _, one = curve_tables([RateCurve((0.0,), (1.0 / 3.0,))])
    _, _, two = curve_tables([RateCurve((0.0,), (1.0 / 3.0 + 5e-17,))])
    assert one.tobytes() == two.tobytes()


def test_a_source_without_traffic_is_silent() -> None:
    assert curve_of(tiny.design(), "nobody").rates_per_s == (0.0,)
