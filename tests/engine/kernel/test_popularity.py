"""Keys are drawn by Zipf's law."""

import numpy as np
import pytest

from engine.kernel.popularity import ALIAS, draw_key, fill_alias, popularity
from engine.kernel.random import numbered
from engine.theory import zipf


@pytest.mark.parametrize("alpha", [0.0, 0.8, 1.2])
def test_chances_follow_the_power_of_the_rank(alpha: float) -> None:
    assert popularity(1000, alpha) == pytest.approx(zipf.popularity(1000, alpha), rel=1e-12)


def test_an_alias_table_holds_exactly_the_chances() -> None:
    chances = popularity(500, 0.9)
    table = _table(500, 0.9)
    held = np.zeros(500)
    for cell, row in enumerate(table):
        held[cell] += row["threshold"] / 500
        held[row["other"]] += (1.0 - row["threshold"]) / 500
    assert held == pytest.approx(chances, abs=1e-15)


def test_keys_are_drawn_as_often_as_their_chances_say() -> None:
    table, stream, draws = _table(50, 1.0), np.uint64(7), 50_000
    keys = [draw_key(table, 0, 50, np.uint64(numbered(stream, number))) for number in range(draws)]
    counts, expected = np.bincount(keys, minlength=50), popularity(50, 1.0) * draws
    chi_squared = ((counts - expected) ** 2 / expected).sum()
    assert abs(chi_squared - 49.0) < 5.0 * np.sqrt(2.0 * 49.0)


def _table(count: int, alpha: float) -> np.ndarray:
    table = np.zeros(count, ALIAS)
    fill_alias(popularity(count, alpha), table)
    return table
