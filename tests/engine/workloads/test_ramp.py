import pytest

from engine.design.rate import rate_at
from tests.engine.workloads.curves import curve


def test_a_ramp_rises_evenly_between_two_levels() -> None:
    drawn = curve("ramp", from_per_s=10.0, to_per_s=30.0, start_s=10.0, ramp_s=20.0)
    assert [rate_at(drawn, clock_s) for clock_s in (0.0, 10.0, 20.0, 30.0, 99.0)] == [10.0, 10.0, 20.0, 30.0, 30.0]


@pytest.mark.parametrize("duration_s", [60.0, 10.0])
def test_a_ramp_without_length_takes_the_rest_of_the_run(duration_s: float) -> None:
    drawn = curve("ramp", duration_s, from_per_s=0.0, to_per_s=100.0, start_s=5.0, ramp_s=0.0)
    assert rate_at(drawn, duration_s) == 100.0
    assert rate_at(drawn, (5.0 + duration_s) / 2.0) == pytest.approx(50.0)
