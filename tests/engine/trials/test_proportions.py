from __future__ import annotations

import math

import pytest

from engine.trials.proportions import exceeds, power_of, requests_needed


def test_equal_shares_are_as_likely_greater_as_smaller() -> None:
    assert exceeds(50, 1_000, 50, 1_000) == pytest.approx(0.5)


def test_a_known_table_gives_its_known_p_value() -> None:
    """15 of 100 against 5 of 100: pooled 0.1, z = 0.1 / sqrt(0.09 * 0.02) = 2.357."""
    assert exceeds(15, 100, 5, 100) == pytest.approx(0.00921, abs=0.00001)
    assert exceeds(5, 100, 15, 100) == pytest.approx(1.0 - 0.00921, abs=0.00001)


def test_nothing_is_said_from_nothing() -> None:
    assert exceeds(0, 0, 3, 10) == exceeds(0, 100, 0, 100) == exceeds(10, 10, 10, 10) == 1.0


@pytest.mark.parametrize(("share", "needed"), [(0.002, 18_519), (0.005, 2_311), (0.01, 834), (0.05, 127)])
def test_the_size_of_a_canary(share: float, needed: int) -> None:
    assert math.ceil(requests_needed(share, 0.001, 0.05, 0.8)) == needed


def test_the_power_of_equal_shares_is_the_level() -> None:
    assert power_of(20_000, 0.01, 0.01, 0.05) == pytest.approx(0.05, abs=0.003)


def test_the_power_at_the_size_that_was_asked_for_is_the_power_that_was_asked_for() -> None:
    assert power_of(math.ceil(requests_needed(0.03, 0.02, 0.05, 0.8)), 0.03, 0.02, 0.05) == pytest.approx(0.8, abs=0.01)
