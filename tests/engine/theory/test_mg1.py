"""Variance hurts: row V09."""

import pytest

from engine.theory import mg1
from tests.engine.theory.runs import assert_agrees, over_seeds, station_design, wait_s_mean

CASES = [
    ("constant", 1.0, 0.0, 0.020, 0.05),
    ("exponential", 1.0, 1.0, 0.040, 0.05),
    ("lognormal", 4.0, 4.0, 0.100, 0.08),
    ("gamma", 4.0, 4.0, 0.100, 0.06),
    ("gamma", 0.5, 0.5, 0.030, 0.05),
    ("two_point", 16.0, 16.0, 0.340, 0.12),
]


@pytest.mark.parametrize(("shape", "given", "cv2", "expected_s", "within"), CASES)
def test_waiting_grows_with_the_variance_of_service(
    shape: str, given: float, cv2: float, expected_s: float, within: float
) -> None:
    assert mg1.wait_s_mean(80.0, 0.010, cv2) == pytest.approx(expected_s)
    design = station_design(
        rate_per_s=80.0, service_ms=10.0, duration_s=6_000.0, warm_up_s=50.0, distribution=shape, cv2=given
    )
    assert_agrees(over_seeds(design, wait_s_mean), expected_s, within)
