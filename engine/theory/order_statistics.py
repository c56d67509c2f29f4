"""The k-th of n independent times: how long it takes until a quorum of replicas has answered."""

from __future__ import annotations

from collections.abc import Callable
from math import comb, exp, log, sqrt
from statistics import NormalDist

STEPS = 20_000


def exponential_mean(needed: int, count: int, mean: float) -> float:
    """Mean of the `needed`-th smallest of `count` exponentials of mean `mean`.

    Source: Rényi's representation; David and Nagaraja, Order Statistics (2003), section 2.5: the gaps are independent,
    the i-th of mean 1 / (count - i).
    """
    assert 1 <= needed <= count
    return mean * sum(1.0 / (count - place) for place in range(needed))


def lognormal_mean(needed: int, count: int, mean: float, cv2: float) -> float:
    """The same of lognormals with the squared coefficient of variation `cv2`, by integrating the quantiles."""
    sigma = sqrt(log(1.0 + cv2))
    middle = log(mean) - sigma * sigma / 2.0
    normal = NormalDist()
    return _mean(needed, count, lambda u: exp(middle + sigma * normal.inv_cdf(u)))


def _mean(needed: int, count: int, quantile: Callable[[float], float]) -> float:
    """The density of the rank of the k-th of n is that of Beta(k, n - k + 1); substituting u = 3 v^2 - 2 v^3 makes the
    steps finest at both ends, where quantiles are steep."""
    assert 1 <= needed <= count
    weight = needed * comb(count, needed)
    whole = 0.0
    for step in range(STEPS):
        v = (step + 0.5) / STEPS
        u = v * v * (3.0 - 2.0 * v)
        whole += quantile(u) * weight * u ** (needed - 1) * (1.0 - u) ** (count - needed) * 6.0 * v * (1.0 - v)
    return whole / STEPS
