import pytest

from engine.design.rate import rate_at, requests_expected
from tests.engine.workloads.curves import curve


def test_a_step_without_length_stays() -> None:
    drawn = curve("step", from_per_s=10.0, to_per_s=50.0, start_s=60.0, step_s=0.0)
    assert [rate_at(drawn, clock_s) for clock_s in (0.0, 59.9, 60.1, 299.0)] == [10.0, 10.0, 50.0, 50.0]


def test_a_step_with_length_comes_back() -> None:
    drawn = curve("step", from_per_s=10.0, to_per_s=50.0, start_s=60.0, step_s=30.0)
    assert [rate_at(drawn, clock_s) for clock_s in (59.9, 75.0, 90.1)] == [10.0, 50.0, 10.0]
    assert requests_expected(drawn, 300.0) == pytest.approx(10.0 * 270.0 + 50.0 * 30.0)


def test_even_the_shortest_step_keeps_its_times_in_order() -> None:
    curve("step", start_s=0.0, step_s=0.0001)
