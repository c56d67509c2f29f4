"""Differences of designs over equal seeds: found where they are, and seldom where there are none."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from engine.trials.paired import ALPHA, compared, holm

FAMILIES = 1_500


def family(random: Any, figures: int, seeds: int, shift: float = 0.0) -> dict[str, list[tuple[float, float]]]:
    """Figures of two designs that share the luck of each seed, the second `shift` above the first."""
    luck = random.normal(0.0, 5.0, (figures, seeds, 1))
    own = random.normal(0.0, 1.0, (figures, seeds, 2))
    both = 100.0 + luck + own + [0.0, shift]
    return {f"figure {place}": [(one, two) for one, two in pairs] for place, pairs in enumerate(both.tolist())}


def test_of_many_equal_figures_even_one_is_called_different_in_one_family_of_twenty_at_most() -> None:
    random = np.random.default_rng(1979)
    wrong = sum(any(each.exceeds_noise for each in compared(family(random, 12, 6)).values()) for _ in range(FAMILIES))
    standard_error = math.sqrt(ALPHA * (1.0 - ALPHA) / FAMILIES)
    assert wrong / FAMILIES < ALPHA + 3.0 * standard_error
    # Independent figures leave hardly any room below the promise: a test that never speaks would fail here.
    assert wrong / FAMILIES > ALPHA - 5.0 * standard_error


def test_without_taking_the_number_of_figures_into_account_it_would_be_far_more() -> None:
    random = np.random.default_rng(1979)
    wrong = sum(any(each.p <= ALPHA for each in compared(family(random, 12, 6)).values()) for _ in range(300))
    assert wrong / 300 > 0.3


def test_pairs_find_a_difference_that_the_luck_of_seeds_would_hide() -> None:
    random = np.random.default_rng(7)
    pairs = family(random, 1, 8, shift=3.0)
    told = compared(pairs)["figure 0"]
    assert told.exceeds_noise
    shuffled = [
        (one, two)
        for (one, _), (_, two) in zip(pairs["figure 0"], pairs["figure 0"][3:] + pairs["figure 0"][:3], strict=True)
    ]
    assert not compared({"x": shuffled})["x"].exceeds_noise


def test_an_interval_leaves_out_nothing_exactly_when_the_difference_exceeds_noise() -> None:
    random = np.random.default_rng(11)
    for shift in (0.0, 1.0, 2.0, 4.0):
        for each in compared(family(random, 7, 5, shift)).values():
            assert each.interval.low is not None
            assert each.interval.high is not None
            assert each.exceeds_noise == (not each.interval.low <= 0.0 <= each.interval.high)


def test_intervals_hold_the_true_difference_as_one_figure_promises() -> None:
    random = np.random.default_rng(3)
    held = 0
    for _ in range(FAMILIES):
        told = compared(family(random, 1, 6, 2.0))["figure 0"].interval
        held += told.low <= 2.0 <= told.high  # type: ignore[operator]
    assert abs(held / FAMILIES - 0.95) < 4.0 * math.sqrt(0.95 * 0.05 / FAMILIES)


def test_holm_goes_on_until_one_is_too_great() -> None:
    levels, rejected = holm({"a": 0.04, "b": 0.001, "c": 0.02, "d": 0.03}, 0.05)
    assert rejected == {"b"}
    assert levels == {"b": 0.05 / 4, "c": 0.05 / 3, "d": 0.05 / 3, "a": 0.05 / 3}


def test_what_is_always_the_same_amount_more_differs_for_certain() -> None:
    told = compared({"cost": [(4.0, 6.0)] * 3, "same": [(0.3, 0.1 + 0.2)] * 3})
    assert (told["cost"].exceeds_noise, told["cost"].p, told["cost"].interval.mean) == (True, 0.0, 2.0)
    assert (told["same"].exceeds_noise, told["same"].p) == (False, 1.0)


def test_one_pair_says_nothing() -> None:
    told = compared({"p99": [(1.0, 2.0)]})["p99"]
    assert (told.exceeds_noise, told.p, told.interval.low) == (False, 1.0, None)
    assert compared({"p99": []}) == {}


@pytest.mark.parametrize("count", [0, 1])
def test_a_small_family_is_no_trouble(count: int) -> None:
    levels, rejected = holm({f"{each}": 0.5 for each in range(count)})
    assert (len(levels), rejected) == (count, set())
