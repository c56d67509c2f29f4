"""Users who wait: exact values against the bounds and against a birth and death process."""

import math

import pytest

from engine.theory import closed


@pytest.mark.parametrize("users", [1, 2, 10, 41, 80])
def test_mean_value_analysis_is_the_birth_and_death_process_of_the_repairman(users: int) -> None:
    """Idle probability of a server with N users: 1 / sum N! / (N - n)! (S / Z)^n."""
    weights = [math.perm(users, inside) * 0.025**inside for inside in range(users + 1)]
    rate_per_s = (1.0 - weights[0] / sum(weights)) / 0.025
    assert closed.one_server(users, 1.0, 0.025).rate_per_s == pytest.approx(rate_per_s)


def test_rates_stay_below_both_bounds_which_meet_at_the_knee() -> None:
    assert closed.knee(1.0, 0.025) == pytest.approx(41.0)
    for users in (1, 10, 41, 200):
        most_per_s = min(users / 1.025, 1.0 / 0.025)
        assert closed.one_server(users, 1.0, 0.025).rate_per_s <= most_per_s * (1 + 1e-12)


def test_past_the_knee_every_user_adds_one_service_time() -> None:
    added = closed.one_server(400, 1.0, 0.025).latency_s - closed.one_server(399, 1.0, 0.025).latency_s
    assert added == pytest.approx(0.025)
