"""Bins of keys against Zipf's law key by key."""

from __future__ import annotations

import numpy as np
import pytest

from engine.estimate.popularity import Bins
from engine.theory.zipf import popularity


@pytest.mark.parametrize("alpha", [0.0, 0.8, 1.0, 2.0])
@pytest.mark.parametrize("keys", [1, 7, 64, 65, 5_000, 200_000])
def test_a_bin_holds_the_share_of_its_keys(keys: int, alpha: float) -> None:
    bins = Bins([keys])
    sums = np.add.reduceat(popularity(keys, alpha), bins.edges[:-1].astype(int))
    assert bins.shares(keys, alpha) == pytest.approx(sums, rel=1e-4)
    assert bins.counts.sum() == keys


def test_sources_with_fewer_keys_share_the_bins_of_those_with_more() -> None:
    bins = Bins([100, 3_000])
    shares = bins.shares(100, 0.8)
    assert shares.sum() == pytest.approx(1.0)
    assert shares[bins.edges[1:] > 100].sum() == 0.0


def test_what_is_asked_for_once_has_a_bin_of_its_own_behind_all_titles() -> None:
    bins = Bins([3_000], has_wonders=True)
    shares = bins.shares(3_000, 0.8, 0.3)
    assert shares[-1] == 0.3
    assert shares[:-1] == pytest.approx(0.7 * Bins([3_000]).shares(3_000, 0.8))
    assert bins.counts[:-1].sum() == 3_000
    assert bins.shares(3_000, 0.8)[-1] == 0.0


def test_a_million_keys_fit_into_a_few_hundred_bins() -> None:
    assert len(Bins([1_000_000]).counts) < 300
