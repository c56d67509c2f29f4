"""One server, exponential service: rows V03 and V16 of the validation table."""

import pytest

from engine.theory import mm1
from tests.engine.theory.runs import assert_agrees, over_seeds, run, station_design


def test_eighty_a_second_at_a_server_of_a_hundred_stay_fifty_milliseconds() -> None:
    design = station_design(rate_per_s=80.0, service_ms=10.0, duration_s=3_000.0)
    latencies = [run(design, seed)["components"]["service"] for seed in range(6)]
    assert_agrees([each["latency_s"]["mean"] for each in latencies], mm1.sojourn_s_mean(80.0, 100.0), 0.03)
    assert_agrees([each["in_system_mean"] for each in latencies], 4.0, 0.04)
    assert_agrees([each["utilisation"] for each in latencies], 0.8, 0.01)
    for name, q in (("p50", 0.50), ("p95", 0.95), ("p99", 0.99)):
        # The histogram adds up to 0.8 % to the error of chance.
        assert_agrees([each["latency_s"][name] for each in latencies], mm1.sojourn_s_quantile(80.0, 100.0, q), 0.06)


@pytest.mark.parametrize(
    ("rate_per_s", "expected_s", "duration_s"),
    [(50, 0.020, 600), (60, 0.025, 600), (90, 0.1, 6_000), (95, 0.2, 14_000)],
)
def test_the_same_step_of_load_hurts_more_near_saturation(rate_per_s: int, expected_s: float, duration_s: int) -> None:
    design = station_design(rate_per_s=rate_per_s, service_ms=10.0, duration_s=duration_s, warm_up_s=100.0)
    means = over_seeds(design, lambda summary: summary["components"]["service"]["latency_s"]["mean"])
    assert mm1.sojourn_s_mean(rate_per_s, 100.0) == pytest.approx(expected_s)
    assert_agrees(means, expected_s, 0.08 if rate_per_s > 90 else 0.04)


def test_the_summary_shows_the_law_with_its_standard_error() -> None:
    summary = run(station_design(rate_per_s=80.0, service_ms=10.0, duration_s=600.0), 1)
    rows = {row["metric"]: row for row in summary["theory"] if row["law"] == "M/M/1"}
    assert {"utilisation", "latency_s_mean"} <= rows.keys()
    for row in rows.values():
        assert abs(row["measured"] - row["predicted"]) < 4.0 * row["standard_error"]


def test_a_queue_with_a_limit_is_no_case_for_this_law() -> None:
    summary = run(station_design(rate_per_s=80.0, service_ms=10.0, duration_s=30.0, queue_limit=4000), 1)
    assert not any(row["law"] == "M/M/1" for row in summary["theory"])
