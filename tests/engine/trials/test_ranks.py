from __future__ import annotations

import random

import pytest

from engine.trials.ranks import exceeds


def test_the_same_sample_is_as_likely_slower_as_quicker() -> None:
    assert exceeds([3, 5, 2, 0], [3, 5, 2, 0]) == pytest.approx(0.5)


def test_a_sample_that_lies_wholly_above_is_greater() -> None:
    assert exceeds([0, 0, 20], [20, 0, 0]) < 1e-6
    assert exceeds([20, 0, 0], [0, 0, 20]) > 1.0 - 1e-6


def test_a_small_case_by_hand() -> None:
    """m = n = 3 without ties, ranks 2, 4, 6 and 1, 3, 5: U = 6, mean 4.5, variance 9 * 7 / 12 = 5.25, z = 0.6547."""
    assert exceeds([0, 1, 0, 1, 0, 1], [1, 0, 1, 0, 1, 0]) == pytest.approx(0.25635, abs=1e-4)


def test_nothing_is_said_from_nothing_or_from_equal_values() -> None:
    assert exceeds([0, 0], [1, 2]) == exceeds([0, 4], [0, 9]) == 1.0


def test_a_true_hypothesis_is_rejected_as_often_as_the_level_says() -> None:
    draw, rejected, trials = random.Random(5), 0, 2_000
    for _ in range(trials):
        one, two = [0] * 40, [0] * 40
        for _ in range(60):
            one[min(int(draw.expovariate(0.1)), 39)] += 1
            two[min(int(draw.expovariate(0.1)), 39)] += 1
        rejected += exceeds(one, two) < 0.05
    assert abs(rejected / trials - 0.05) < 4.0 * (0.05 * 0.95 / trials) ** 0.5
