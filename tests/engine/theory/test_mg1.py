"""Variance hurts: the numbers of row V09."""

import pytest

from engine.design.station import trace
from engine.estimate.estimate import estimate
from engine.theory import mg1
from tests.engine.theory.runs import assert_agrees, run, station_design


@pytest.mark.parametrize(("cv2", "expected_s"), [(0.0, 0.020), (1.0, 0.040), (4.0, 0.100), (16.0, 0.340)])
def test_waiting_grows_with_the_variance_of_service(cv2: float, expected_s: float) -> None:
    assert mg1.wait_s_mean(80.0, 0.010, cv2) == pytest.approx(expected_s)


def test_measured_times_make_the_queue_that_their_variance_says() -> None:
    """Nine quick ones and one that is slow: mean 5.5 ms, 70 % load."""
    times_ms = [3.0, 3.0, 3.0, 3.0, 3.0, 3.0, 3.0, 3.0, 3.0, 28.0]
    law = trace([each / 1000.0 for each in times_ms])
    assert law.mean_s == pytest.approx(0.0055)
    design = station_design(
        service_ms=1.0,
        rate_per_s=127.0,
        duration_s=500.0,
        distribution="trace",
        measured_ms=", ".join(map(str, times_ms)),
    )
    expected_s = mg1.wait_s_mean(127.0, law.mean_s, law.cv2) + law.mean_s
    latencies = [run(design, seed)["components"]["service"]["latency_s"]["mean"] for seed in range(1, 7)]
    assert_agrees(latencies, expected_s, 0.06)
    guess = estimate(design).components["service"].latency_s
    assert guess is not None
    assert guess.mean == pytest.approx(expected_s, rel=0.01)
