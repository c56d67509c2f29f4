import math

import pytest

from engine.design.rate import rate_at
from engine.workloads.diurnal import POINTS_PER_DAY
from tests.engine.workloads.curves import curve


def test_a_day_begins_at_night_and_peaks_in_the_middle() -> None:
    drawn = curve("diurnal", low_per_s=20.0, peak_per_s=100.0, day_s=240.0)
    assert rate_at(drawn, 0.0) == 20.0
    assert rate_at(drawn, 120.0) == 100.0
    assert rate_at(drawn, 240.0) == 20.0


def test_straight_pieces_stay_close_to_the_cosine() -> None:
    drawn = curve("diurnal", low_per_s=0.0, peak_per_s=1.0, day_s=100.0)
    # A chord over an angle h leaves the curve by at most h squared over 8, here of an amplitude of one half.
    bound = 0.5 * (2.0 * math.pi / POINTS_PER_DAY) ** 2 / 8.0 + 1e-6
    for step in range(1_000):
        clock_s = step * 0.3
        wanted = (1.0 - math.cos(2.0 * math.pi * clock_s / 100.0)) / 2.0
        assert rate_at(drawn, clock_s) == pytest.approx(wanted, abs=bound)


def test_many_short_days_stay_within_a_bounded_number_of_points() -> None:
    assert len(curve("diurnal", 86_400.0, day_s=1.0).times_s) <= 10_002
