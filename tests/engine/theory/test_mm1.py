"""One server, exponential service: the numbers of rows V03 and V16."""

import pytest

from engine.theory import mm1
from tests.engine.theory.runs import run, station_design


@pytest.mark.parametrize(("rate_per_s", "expected_s"), [(50, 0.020), (60, 0.025), (80, 0.050), (90, 0.1), (95, 0.2)])
def test_the_same_step_of_load_hurts_more_near_saturation(rate_per_s: int, expected_s: float) -> None:
    assert mm1.sojourn_s_mean(rate_per_s, 100.0) == pytest.approx(expected_s)


def test_the_time_in_the_system_is_exponential() -> None:
    assert mm1.sojourn_s_quantile(80.0, 100.0, 0.50) == pytest.approx(0.0347, abs=5e-5)
    assert mm1.sojourn_s_quantile(80.0, 100.0, 0.99) == pytest.approx(0.230, abs=5e-4)


def test_the_summary_shows_the_law_with_its_standard_error() -> None:
    summary = run(station_design(rate_per_s=80.0, service_ms=10.0, duration_s=600.0), 1)
    rows = {row["metric"]: row for row in summary["theory"] if row["law"] == "M/M/1"}
    assert {"utilisation", "latency_s_mean"} <= rows.keys()
    for row in rows.values():
        assert abs(row["measured"] - row["predicted"]) < 4.0 * row["standard_error"]


def test_a_queue_with_a_limit_is_no_case_for_this_law() -> None:
    summary = run(station_design(rate_per_s=80.0, service_ms=10.0, duration_s=30.0, queue_limit=4000), 1)
    assert not any(row["law"] == "M/M/1" for row in summary["theory"])
