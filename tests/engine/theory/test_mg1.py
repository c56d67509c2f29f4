"""Variance hurts: the numbers of row V09."""

import pytest

from engine.theory import mg1


@pytest.mark.parametrize(("cv2", "expected_s"), [(0.0, 0.020), (1.0, 0.040), (4.0, 0.100), (16.0, 0.340)])
def test_waiting_grows_with_the_variance_of_service(cv2: float, expected_s: float) -> None:
    assert mg1.wait_s_mean(80.0, 0.010, cv2) == pytest.approx(expected_s)
