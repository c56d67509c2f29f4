"""Zipf's law: the chance of each key."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt


def popularity(keys_count: int, zipf_alpha: float) -> npt.NDArray[np.float64]:
    """p_i proportional to i**-alpha for ranks 1 to keys_count (float64, keys_count)."""
    weights = np.arange(1, keys_count + 1, dtype=np.float64) ** -zipf_alpha
    return np.asarray(weights / weights.sum(), np.float64)
