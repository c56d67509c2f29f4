"""Two samples of latencies compared by their ranks: the Mann-Whitney test on histograms.

Source: Mann and Whitney, Annals of Mathematical Statistics 18 (1947), 50-60; variance with ties as in Lehmann,
Nonparametrics (1975), section 1.4. Values in one bucket count as tied.
"""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import Any

import numpy as np


def exceeds(counts: Any, counts_before: Any) -> float:
    """The one-sided p value of "the first sample is greater than the second"; 1 when nothing can be said.

    Both are histograms over the same buckets, in rising order of values.
    """
    one, two = np.asarray(counts, np.float64), np.asarray(counts_before, np.float64)
    m, n = float(one.sum()), float(two.sum())
    if min(m, n) == 0.0:
        return 1.0
    below = np.concatenate(([0.0], np.cumsum(two)[:-1]))
    greater = float((one * (below + 0.5 * two)).sum())
    ties, total = one + two, m + n
    tied = float((ties**3 - ties).sum()) / (total * (total - 1.0)) if total > 1.0 else 0.0
    variance = m * n / 12.0 * (total + 1.0 - tied)
    if variance <= 0.0:
        return 1.0
    return 1.0 - NormalDist().cdf((greater - m * n / 2.0) / math.sqrt(variance))
