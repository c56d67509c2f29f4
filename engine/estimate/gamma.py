"""The shifted gamma distribution (Pearson's third type) that stands for every latency of an estimate.

It is given by mean, deviation and skewness, so it holds an exponential (skewness 2), a constant delay before anything
else (the shift), and comes near a normal as its skewness goes to 0.
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


def bend(mean: float, deviation: float, skewness: float) -> tuple[float, float, float, float]:
    """Four numbers that turn a value into a nearly normal one: `cbrt(value * first + second) * third + fourth`.

    By the transformation of Wilson and Hilferty, Proc. Nat. Acad. Sci. 17 (1931). `deviation` is above 0.
    """
    capped = min(max(skewness, NORMAL_BELOW), SKEWEST)
    steep = 0.5 * capped / deviation
    stretch = 6.0 / capped
    return steep, 1.0 - mean * steep, stretch, (capped * capped / 36.0 - 1.0) * stretch


def below(x: Floats, bends: Floats) -> Floats:
    """The chances (float64, laws x points) to be at most `x` (points), from the `bend` of each law (laws x 4)."""
    share = x * bends[:, 0:1] + bends[:, 1:2]
    np.maximum(share, 0.0, out=share)
    z = np.cbrt(share, out=share)
    z *= bends[:, 2:3]
    z += bends[:, 3:4]
    return np.asarray(np.interp(z, _GRID, _NORMAL))


def above_one(x: float, mean: float, deviation: float, skewness: float) -> float:
    """The chance to be above one value; as `below`."""
    steep, shift, stretch, offset = bend(mean, deviation, skewness)
    z = max(x * steep + shift, 0.0) ** (1.0 / 3.0) * stretch + offset
    return 0.5 * math.erfc(z / math.sqrt(2.0))


def least(mean: float, deviation: float, skewness: float) -> float:
    """The shift, below which nothing lies; six deviations below the mean where it is nearly normal."""
    if skewness <= NORMAL_BELOW:
        return mean - 6.0 * deviation
    return mean - 2.0 * deviation / min(skewness, SKEWEST)


def quantiles(q: float, means: Floats, deviations: Floats, skewnesses: Floats) -> Floats:
    """The q-quantiles (q is 0.5, 0.95 or 0.99) of many laws, never below 0."""
    skews, standard = _quantiles(q)
    capped = np.clip(skewnesses, 0.0, SKEWEST)
    return np.maximum(means + deviations * np.interp(capped, skews, standard), 0.0)


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
