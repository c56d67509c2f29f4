"""Keys asked for one after another, and what a cache alone makes of them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from engine.cache_trace import hits_of
from engine.theory.zipf import popularity

Keys = npt.NDArray[np.int64]

TITLES = 10_000
CASES = ((0.8, 1_000), (1.0, 1_000), (0.8, 100))
"""Exponent of Zipf's law over so many titles, and capacity: the cases of the table."""


def asked(seed: int, alpha: float, count: int, titles: int = TITLES) -> Keys:
    """So many independent requests; title 0 is the most popular."""
    return np.random.default_rng(seed).choice(titles, size=count, p=popularity(titles, alpha)).astype(np.int64)


def steady_hit_ratio(policy: str, capacity: int, keys: Keys) -> float:
    """Hits over requests in the second half."""
    hits = hits_of(policy, capacity, keys)
    return float(hits[len(hits) // 2 :].mean())


def drifting(seed: int, alpha: float, count: int, share: float, every: int, titles: int = TITLES) -> Keys:
    """As `asked`, but after every so many requests the titles of a share of the ranks are dealt out anew."""
    draw, ranks, table = np.random.default_rng([seed, 1]), asked(seed, alpha, count, titles), np.arange(titles)
    keys = np.empty_like(ranks)
    for first in range(0, count, every):
        keys[first : first + every] = table[ranks[first : first + every]]
        chosen = np.flatnonzero(draw.random(titles) < share)
        table[chosen] = table[draw.permutation(chosen)]
    return keys


def asked_with_wonders(seed: int, alpha: float, count: int, share: float, titles: int = TITLES) -> Keys:
    """As `asked`, but a share of the requests is for titles that nobody asks for again."""
    keys = asked(seed, alpha, count, titles)
    is_wonder = np.random.default_rng([seed, 2]).random(count) < share
    keys[is_wonder] = titles + np.arange(int(is_wonder.sum()))
    return keys
