"""Caches that only time empties: the numbers of row V54."""

import numpy as np
import pytest

from engine.theory import ttl


@pytest.mark.parametrize(("lives", "on_write", "on_read"), [(0.1, 0.091, 0.095), (1.0, 0.5, 0.632), (10.0, 0.909, 1.0)])
def test_one_key_hits_as_often_as_its_rate_and_life_allow(lives: float, on_write: float, on_read: float) -> None:
    rates = np.array([100.0])
    assert ttl.hit_ratio(rates, lives / 100.0, renews_on_read=False) == pytest.approx(on_write, abs=6e-4)
    assert ttl.hit_ratio(rates, lives / 100.0, renews_on_read=True) == pytest.approx(on_read, abs=6e-4)


def test_many_keys_are_averaged_by_how_often_they_are_asked_for() -> None:
    rates = np.array([100.0, 1.0])
    alone = [ttl.hit_ratio(rates[[place]], 0.1, renews_on_read=False) for place in (0, 1)]
    assert ttl.hit_ratio(rates, 0.1, renews_on_read=False) == pytest.approx((100 * alone[0] + alone[1]) / 101)
