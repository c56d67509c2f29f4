"""The shifted gamma distribution against itself and against the exponential."""

from __future__ import annotations

import numpy as np
import pytest

from engine.estimate import gamma


def test_an_exponential_is_told_within_about_a_percent() -> None:
    x = np.linspace(0.05, 8.0, 200)
    found = gamma.below(x, np.array([gamma.bend(1.0, 1.0, 2.0)]))[0]
    assert np.abs(found - (1.0 - np.exp(-x))).max() < 0.011
    assert gamma.above_one(3.0, 1.0, 1.0, 2.0) == pytest.approx(np.exp(-3.0), abs=0.002)


def test_without_skewness_it_is_normal() -> None:
    assert gamma.above_one(1.0 + 1.6448536, 1.0, 1.0, 0.0) == pytest.approx(0.05, abs=1e-3)
    assert gamma.least(1.0, 0.1, 0.0) == pytest.approx(0.4)


@pytest.mark.parametrize("skewness", [0.1, 0.5, 1.0, 2.0, 3.0, 4.0])
def test_quantiles_and_chances_agree(skewness: float) -> None:
    for q in (0.5, 0.95, 0.99):
        at = float(gamma.quantiles(q, np.array([10.0]), np.array([1.0]), np.array([skewness]))[0])
        # The chance is a cube-root approximation, whose error grows with skewness; the quantile is exact.
        assert 1.0 - gamma.above_one(at, 10.0, 1.0, skewness) == pytest.approx(q, abs=0.002 + 0.004 * skewness)


def test_quantiles_join_where_the_table_begins() -> None:
    one, other = (
        gamma.quantiles(0.99, np.array([1.0]), np.array([1.0]), np.array([skewness])) for skewness in (0.199, 0.201)
    )
    assert other[0] - one[0] == pytest.approx(0.002 * (2.3263**2 - 1.0) / 6.0, abs=2e-4)
