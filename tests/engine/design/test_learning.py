"""What each rule chooses, knowing the same."""

from __future__ import annotations

import numpy as np
import pytest

from engine.design.discovery import bandit_types

GIVEN = {"epsilon": 0.1}


def _choices(rule: str, shown: list[float], taken: list[float], count: int = 4_000) -> list[float]:
    """The share of choices of each arm."""
    chance = np.random.default_rng(1)
    choose = bandit_types()[rule].choose
    found = [choose(np.array(shown), np.array(taken), chance, GIVEN) for _ in range(count)]
    return (np.bincount(found, minlength=len(shown)) / count).tolist()


@pytest.mark.parametrize(
    ("rule", "shares"),
    [
        ("random", [0.5, 0.5]),
        ("greedy", [0.0, 1.0]),
        ("epsilon_greedy", [0.05, 0.95]),
        # Bounds: 0.1 + sqrt(2 ln 1100 / 1000) = 0.218 and 0.2 + sqrt(2 ln 1100 / 100) = 0.574.
        ("ucb", [0.0, 1.0]),
    ],
)
def test_rules_choose_by_what_was_taken(rule: str, shares: list[float]) -> None:
    assert _choices(rule, [1000.0, 100.0], [100.0, 20.0]) == pytest.approx(shares, abs=0.03)


@pytest.mark.parametrize("rule", ["thompson", "contextual"])
def test_thompson_takes_an_arm_as_often_as_it_may_be_the_better(rule: str) -> None:
    # Betas of means 0.101 and 0.206, deviations 0.0095 and 0.040: z = 0.105 / 0.041 = 2.55, and the second is skewed.
    first, second = _choices(rule, [1000.0, 100.0], [100.0, 20.0])
    assert 0.0005 < first < 0.012
    assert _choices(rule, [0.0, 0.0], [0.0, 0.0]) == pytest.approx([0.5, 0.5], abs=0.03)
    assert first + second == 1.0


@pytest.mark.parametrize("rule", ["greedy", "ucb", "epsilon_greedy"])
def test_what_was_never_shown_comes_first(rule: str) -> None:
    assert _choices(rule, [100.0, 0.0], [90.0, 0.0])[1] > 0.9
