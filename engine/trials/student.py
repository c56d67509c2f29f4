"""Student's t distribution, and the interval of a mean from few values.

Source: Student, Biometrika 6 (1908), 1-25. The tail is a regularised incomplete beta function (Abramowitz and Stegun
26.5.27 with 26.7.1), evaluated by its continued fraction with the method of Lentz as modified by Thompson and Barnett
(Journal of Computational Physics 64 (1986), 490-509). The interval takes the values as independent and about normal,
as figures of runs with different seeds are.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Sequence
from dataclasses import dataclass

CONFIDENCE = 0.95
TERMS_MOST = 500
TINY = 1e-300
# Figures that agree to so many digits differ by rounding alone, which must not pass for a difference.
ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean with the interval that holds the true one with the chance that was asked for, both ends in the unit of the
    values; `low` and `high` are None with fewer than two values. `spread` is the standard deviation of single values.
    """

    count: int
    mean: float
    low: float | None
    high: float | None
    spread: float


def tail(t: float, freedom: int) -> float:
    """The chance that |T| is at least |t| with so many degrees of freedom: the two-sided p value."""
    assert freedom >= 1
    return _beta_ratio(freedom / (freedom + t * t), freedom / 2.0, 0.5)


@functools.lru_cache(maxsize=2_000)
def quantile(chance: float, freedom: int) -> float:
    """The t beyond which |T| lies with this chance, which is in (0, 1)."""
    assert 0.0 < chance < 1.0
    low, high = 0.0, 1.0
    while tail(high, freedom) > chance:
        low, high = high, high * 2.0
    # Halved until no number lies between: the same bits on every machine that divides as IEEE 754 says.
    while low < (middle := (low + high) / 2.0) < high:
        low, high = (middle, high) if tail(middle, freedom) > chance else (low, middle)
    return high


def interval_of(values: Sequence[float], confidence: float = CONFIDENCE) -> Interval:
    """The mean of at least one value, and its interval."""
    count = len(values)
    mean = math.fsum(values) / count
    if count < 2:
        return Interval(count, mean, None, None, 0.0)
    spread = _spread(values, mean)
    reach = quantile(1.0 - confidence, count - 1) * spread / math.sqrt(count)
    return Interval(count, mean, mean - reach, mean + reach, spread)


def _spread(values: Sequence[float], mean: float) -> float:
    spread = math.sqrt(math.fsum((each - mean) ** 2 for each in values) / (len(values) - 1))
    return spread if spread > ROUNDING * max(map(abs, values)) else 0.0


def _beta_ratio(x: float, a: float, b: float) -> float:
    """The regularised incomplete beta function I_x(a, b)."""
    if x <= 0.0 or x >= 1.0:
        return min(max(x, 0.0), 1.0)
    scale = math.exp(math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x))
    # The fraction converges quickly on one side of the mean, and the function is symmetrical.
    if x < (a + 1.0) / (a + b + 2.0):
        return scale * _fraction(x, a, b) / a
    return 1.0 - scale * _fraction(1.0 - x, b, a) / b


def _fraction(x: float, a: float, b: float) -> float:
    c, d = 1.0, _inverse(1.0 - (a + b) * x / (a + 1.0))
    value = d
    for term in range(1, TERMS_MOST):
        twice = a + 2 * term
        for factor in (
            term * (b - term) * x / ((twice - 1.0) * twice),
            -(a + term) * (a + b + term) * x / (twice * (twice + 1.0)),
        ):
            d = _inverse(1.0 + factor * d)
            c = 1.0 + factor / c or TINY
            value *= c * d
        if abs(c * d - 1.0) < 1e-16:
            break
    return value


def _inverse(number: float) -> float:
    return 1.0 / (number or TINY)
