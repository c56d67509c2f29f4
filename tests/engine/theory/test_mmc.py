"""Several servers before one queue: rows V04 and V05."""

import pytest

from engine.theory import mm1, mmc
from tests.engine.theory.runs import assert_agrees, over_seeds, station_design, wait_s_mean


def test_ten_servers_make_four_in_ten_wait() -> None:
    assert mmc.waiting_probability(10, 8.0) == pytest.approx(0.409, abs=5e-4)
    expected_s = mmc.wait_s_mean(10, 80.0, 10.0)
    assert expected_s == pytest.approx(0.0205, abs=5e-5)
    design = station_design(rate_per_s=80.0, service_ms=100.0, slots=10, duration_s=4_000.0)
    assert_agrees(over_seeds(design, wait_s_mean), expected_s, 0.04)


def test_ten_queues_wait_twenty_times_as_long_as_one_for_all() -> None:
    expected_s = mm1.sojourn_s_mean(8.0, 10.0) - 0.1
    assert expected_s == pytest.approx(0.4)
    design = station_design(rate_per_s=80.0, service_ms=100.0, instances=10, duration_s=3_000.0, warm_up_s=60.0)
    assert_agrees(over_seeds(design, wait_s_mean), expected_s, 0.05)


def test_one_server_waits_as_the_simpler_law_says() -> None:
    assert mmc.wait_s_mean(1, 80.0, 100.0) == pytest.approx(mm1.sojourn_s_mean(80.0, 100.0) - 0.01)
