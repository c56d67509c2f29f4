"""The rate of users who wait for their answers."""

from typing import Any

import pytest

from engine.estimate.estimate import estimate
from engine.estimate.result import Estimate
from tests import tiny


def _estimate(*users: int, think_s: float = 1.0, **service: Any) -> Estimate:
    sources = [
        tiny.component(f"people{place}", "traffic_source", process="closed", users=count, think_s=think_s)
        for place, count in enumerate(users)
    ]
    plain = {"instances": 1, "slots": 1, "queue_limit": -1, "distribution": "exponential", "error_ratio": 0.0}
    return estimate(
        tiny.design(
            components=[*sources, tiny.component("service", **{**plain, "service_ms_mean": 25.0, **service})],
            connections=[tiny.connection(each["id"], "service") for each in sources],
            workload={"duration": 100.0},
        )
    )


def _exact(users: int) -> float:
    """Requests a second by mean value analysis for a second of thinking and one server of 25 ms."""
    queue = rate_per_s = 0.0
    for present in range(1, users + 1):
        rate_per_s = present / (1.0 + 0.025 * (1.0 + queue))
        queue = rate_per_s * 0.025 * (1.0 + queue)
    return rate_per_s


def test_one_user_never_waits() -> None:
    found = _estimate(1)
    assert found.offered_per_s == pytest.approx(1.0 / 1.025, rel=1e-3)
    latency = found.classes["play"].latency_s
    assert latency is not None
    assert latency.mean == pytest.approx(0.025, rel=1e-3)


@pytest.mark.parametrize("users", [5, 20, 41, 50, 100, 200])
def test_the_rate_is_within_five_per_cent_of_mean_value_analysis(users: int) -> None:
    assert _estimate(users).offered_per_s == pytest.approx(_exact(users), rel=0.05)


def test_two_groups_of_users_send_as_one_of_their_number() -> None:
    assert _estimate(20, 10).offered_per_s == pytest.approx(_estimate(30).offered_per_s, rel=0.01)


def test_the_estimate_says_how_it_found_the_rate() -> None:
    assert any("mean value analysis" in each.text for each in _estimate(50).assumptions)
