"""Hit ratios from bins of keys against sums over every key (rows V48 and V54 of the validation table)."""

from __future__ import annotations

import math

import numpy as np
import pytest

from engine.estimate.caching import hits
from engine.estimate.popularity import Bins
from engine.theory import che, fifo, ttl
from engine.theory.zipf import popularity


def _overall(
    keys: int,
    alpha: float,
    capacity: int,
    *,
    rate: float = 50.0,
    ttl_s: float = 0.0,
    on_read: bool = False,
    filled: float = 1.0,
    eviction: str = "lru",
) -> float:
    bins = Bins([keys])
    return hits(rate * bins.shares(keys, alpha), bins.counts, capacity, ttl_s, on_read, filled, eviction).overall


@pytest.mark.parametrize(
    ("keys", "alpha", "capacity", "expected"),
    [(10_000, 0.8, 1_000, 0.437), (10_000, 1.0, 1_000, 0.676), (10_000, 0.8, 100, 0.157)],
)
def test_a_cache_hits_as_often_as_che_says(keys: int, alpha: float, capacity: int, expected: float) -> None:
    assert _overall(keys, alpha, capacity) == pytest.approx(expected, abs=0.0006)
    assert _overall(keys, alpha, capacity) == pytest.approx(che.hit_ratio(popularity(keys, alpha), capacity), abs=1e-4)


@pytest.mark.parametrize(
    ("alpha", "capacity", "kept_in_turn", "kept_by_use"),
    [(0.8, 1_000, 0.394, 0.571), (1.0, 1_000, 0.631, 0.765), (0.8, 100, 0.134, 0.300)],
)
def test_other_policies_follow_their_own_forms(
    alpha: float, capacity: int, kept_in_turn: float, kept_by_use: float
) -> None:
    """Rows V49 and V50."""
    assert _overall(10_000, alpha, capacity, eviction="fifo") == pytest.approx(kept_in_turn, abs=0.0006)
    exact = fifo.hit_ratio(popularity(10_000, alpha), capacity)
    assert _overall(10_000, alpha, capacity, eviction="random") == pytest.approx(exact, abs=1e-4)
    assert _overall(10_000, alpha, capacity, eviction="lfu") == pytest.approx(kept_by_use, abs=0.0006)


@pytest.mark.parametrize("eviction", ["fifo", "random", "lfu"])
@pytest.mark.parametrize("on_read", [False, True])
def test_with_room_for_all_only_time_ends_a_key_by_any_policy(eviction: str, on_read: bool) -> None:
    same = _overall(300, 0.8, 300, ttl_s=3.0, on_read=on_read)
    assert _overall(300, 0.8, 300, ttl_s=3.0, on_read=on_read, eviction=eviction) == pytest.approx(same)


@pytest.mark.parametrize("alpha", [0.0, 0.6, 1.0, 1.3, 2.0])
def test_bins_of_a_million_keys_lose_nothing_that_matters(alpha: float) -> None:
    exact = che.hit_ratio(popularity(1_000_000, alpha), 20_000)
    assert _overall(1_000_000, alpha, 20_000) == pytest.approx(exact, abs=1e-4)


@pytest.mark.parametrize("on_read", [False, True])
@pytest.mark.parametrize("ttl_s", [0.1, 3.0, 100.0])
def test_a_cache_with_room_for_all_hits_as_time_to_live_allows(ttl_s: float, on_read: bool) -> None:
    exact = ttl.hit_ratio(50.0 * popularity(300, 0.8), ttl_s, on_read)
    assert _overall(300, 0.8, 300, ttl_s=ttl_s, on_read=on_read) == pytest.approx(exact, abs=2e-4)


def test_one_key_follows_the_formula_of_its_time_to_live() -> None:
    one = np.ones(1)
    assert hits(one, one, 1, 10.0, False, 1.0).overall == pytest.approx(10.0 / 11.0)
    assert hits(one, one, 1, 10.0, True, 1.0).overall == pytest.approx(1.0 - math.exp(-10.0))
    assert hits(one, one, 1, 0.0, False, 1.0).overall == pytest.approx(1.0)


def test_a_long_time_to_live_leaves_the_limit_of_room() -> None:
    assert _overall(10_000, 0.8, 1_000, ttl_s=1e7) == pytest.approx(_overall(10_000, 0.8, 1_000), abs=1e-3)
    assert _overall(10_000, 0.8, 1_000, ttl_s=20.0) < _overall(10_000, 0.8, 1_000)


def test_keys_seldom_stored_favour_what_is_popular() -> None:
    """With rare fills least-recently-used comes near the best fixed choice of keys (0.571 here, row V50)."""
    plain, seldom = _overall(10_000, 0.8, 1_000), _overall(10_000, 0.8, 1_000, filled=0.01)
    assert plain < seldom < 0.571


def test_a_cache_that_nobody_fills_or_asks_has_no_hits() -> None:
    assert _overall(100, 0.8, 10, filled=0.0) == 0.0
    assert _overall(100, 0.8, 10, rate=0.0) == 0.0
