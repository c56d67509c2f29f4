"""The shifted gamma distribution (Pearson's third type) that stands for every latency of an estimate.

It is given by mean, deviation and skewness, so it holds an exponential (skewness 2), a constant delay before anything else
(the shift), and comes near a normal as its skewness goes to 0.
"""

from __future__ import annotations

import math
from functools import cache

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

SKEWEST = 4.0
"""Beyond this the lower half of a gamma collapses onto its shift; a lognormal of the same moments does not."""

NORMAL_BELOW = 0.02
TABLE_FROM = 0.2
TERMS = 500
NORMAL_Z = {0.5: 0.0, 0.95: 1.6448536269514722, 0.99: 2.3263478740408408}

_GRID = np.linspace(-6.0, 6.0, 1201)
_NORMAL = np.array([0.5 * math.erfc(-z / math.sqrt(2.0)) for z in _GRID])


def below(x: Floats, mean: float, deviation: float, skewness: float) -> Floats:
    """The chance to be at most `x`, by the transformation of Wilson and Hilferty, Proc. Nat. Acad. Sci. 17 (1931)."""
    z = (x - mean) / deviation
    if skewness > NORMAL_BELOW:
        capped = min(skewness, SKEWEST)
        share = np.maximum(1.0 + 0.5 * capped * z, 0.0)
        z = (np.cbrt(share) - 1.0 + capped * capped / 36.0) * (6.0 / capped)
    return np.interp(z, _GRID, _NORMAL)


def above_one(x: float, mean: float, deviation: float, skewness: float) -> float:
    """The chance to be above one value; as `below`."""
    z = (x - mean) / deviation
    if skewness > NORMAL_BELOW:
        capped = min(skewness, SKEWEST)
        share = max(1.0 + 0.5 * capped * z, 0.0)
        z = (share ** (1.0 / 3.0) - 1.0 + capped * capped / 36.0) * (6.0 / capped)
    return 0.5 * math.erfc(z / math.sqrt(2.0))


def least(mean: float, deviation: float, skewness: float) -> float:
    """The shift, below which nothing lies; six deviations below the mean where it is nearly normal."""
    if skewness <= NORMAL_BELOW:
        return mean - 6.0 * deviation
    return mean - 2.0 * deviation / min(skewness, SKEWEST)


def quantile(q: float, mean: float, deviation: float, skewness: float) -> float:
    """The q-quantile (q is 0.5, 0.95 or 0.99), never below 0."""
    capped = min(max(skewness, 0.0), SKEWEST)
    skews, standard = _quantiles(q)
    return max(mean + deviation * float(np.interp(capped, skews, standard)), 0.0)


@cache
def _quantiles(q: float) -> tuple[Floats, Floats]:
    """Standardised quantiles over skewness: Newton's method on the incomplete gamma function."""
    skews = np.linspace(TABLE_FROM, SKEWEST, 77)
    shape = 4.0 / skews**2
    inner = 1.0 + NORMAL_Z[q] * skews / 6.0 - skews**2 / 36.0
    x = np.maximum(shape * inner**3, 1e-6)
    log_gamma = np.array([math.lgamma(each) for each in shape])
    for _ in range(6):
        density = np.exp((shape - 1.0) * np.log(x) - x - log_gamma)
        x = np.maximum(x - (_incomplete(shape, x, log_gamma) - q) / density, 0.2 * x)
    standard = (x - shape) * skews / 2.0
    return np.concatenate(([0.0], skews)), np.concatenate(([NORMAL_Z[q]], standard))


def _incomplete(shape: Floats, x: Floats, log_gamma: Floats) -> Floats:
    """The regularised lower incomplete gamma function, by its series. Source: NIST DLMF 8.7.1."""
    term = 1.0 / shape
    total = term.copy()
    for count in range(1, TERMS):
        term = term * x / (shape + count)
        total += term
    return np.asarray(total * np.exp(shape * np.log(x) - x - log_gamma))
