"""Hit ratios under independent requests where a hit changes nothing: FIFO and RANDOM, which have the same."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt


def hit_ratio(chances: npt.NDArray[np.float64], capacity_items: int) -> float:
    """Hits over lookups: sum p (p T / (1 + p T)), with T such that the chances of being held sum to the capacity.

    Source: Gast and Van Houdt, Performance Evaluation 93 (2015); Martina, Garetto and Leonardi, INFOCOM 2014.
    """
    if capacity_items >= len(chances):
        return 1.0
    low, high = 0.0, 1.0
    while _held(chances, high).sum() < capacity_items:
        high *= 2.0
    for _ in range(60):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if _held(chances, middle).sum() < capacity_items else (low, middle)
    return float((chances * _held(chances, low)).sum())


def _held(chances: npt.NDArray[np.float64], requests: float) -> npt.NDArray[np.float64]:
    return chances * requests / (1.0 + chances * requests)
