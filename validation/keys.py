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
