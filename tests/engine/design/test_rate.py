import pytest

from engine.design.kinds import RateCurve
from engine.design.rate import rate_at, requests_expected


def test_a_curve_is_level_before_its_first_and_after_its_last_point() -> None:
    curve = RateCurve(times_s=(10.0, 20.0), rates_per_s=(5.0, 15.0))
    assert [rate_at(curve, clock_s) for clock_s in (0.0, 10.0, 14.0, 20.0, 30.0)] == [5.0, 5.0, 9.0, 15.0, 15.0]


@pytest.mark.parametrize(("duration_s", "wanted"), [(5.0, 25.0), (10.0, 50.0), (20.0, 150.0), (30.0, 300.0)])
def test_expected_requests_are_the_area_under_the_curve(duration_s: float, wanted: float) -> None:
    assert requests_expected(RateCurve((10.0, 20.0), (5.0, 15.0)), duration_s) == pytest.approx(wanted)
