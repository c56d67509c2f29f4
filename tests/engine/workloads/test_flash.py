import pytest

from engine.design.rate import rate_at
from tests.engine.workloads.curves import curve


def test_the_crowd_comes_within_the_rise_and_is_largest_at_its_end() -> None:
    drawn = curve("flash", base_per_s=50.0, peak_per_s=250.0, start_s=60.0, rise_s=20.0, decay_s=90.0)
    assert rate_at(drawn, 49.0) == 50.0
    assert rate_at(drawn, 60.0) == pytest.approx(150.0, rel=0.01)
    assert max(drawn.rates_per_s) == rate_at(drawn, 70.0) == 250.0


def test_a_third_of_the_crowd_is_left_after_the_decay() -> None:
    drawn = curve("flash", base_per_s=0.0, peak_per_s=100.0, start_s=60.0, rise_s=20.0, decay_s=90.0)
    assert rate_at(drawn, 160.0) == pytest.approx(36.8, rel=0.02)


def test_a_premiere_at_the_very_beginning_is_cut_off_at_the_start() -> None:
    drawn = curve("flash", start_s=0.0, rise_s=20.0)
    assert drawn.times_s[0] == 0.0
    assert drawn.rates_per_s[0] > 100.0
