"""Service times: one positive number from a keyed draw, in nanoseconds before any slowing."""

from __future__ import annotations

import math

import numpy as np

from engine.kernel.compiled import hot_leaf, leaf
from engine.kernel.logarithm import exponential, natural_log
from engine.kernel.normal import normal_quantile
from engine.kernel.random import GOLDEN, SERVICE, mix, uniform

CONSTANT, EXPONENTIAL, LOGNORMAL, GAMMA, TWO_POINT, TRACE = 0, 1, 2, 3, 4, 5
SHAPES = {
    "constant": CONSTANT,
    "exponential": EXPONENTIAL,
    "lognormal": LOGNORMAL,
    "gamma": GAMMA,
    "two_point": TWO_POINT,
    "trace": TRACE,
}


@hot_leaf
def service_time(key, shape, mean, first, second, times):  # type: ignore[no-untyped-def]
    """One service time in the unit of `mean`; `first` and `second` are what `shape_parameters` gives.

    A trace is drawn by the inverse of its distribution: from `second` rising values in `times`, `first` on.
    """
    if shape == EXPONENTIAL:
        return -natural_log(uniform(key, SERVICE)) * mean
    if shape == LOGNORMAL:
        return exponential(first + second * normal_quantile(uniform(key, SERVICE)))
    if shape == GAMMA:
        return _gamma(key, first) * second
    if shape == TWO_POINT:
        return mean * 0.5 if uniform(key, SERVICE) >= first else second
    if shape == TRACE:
        return times[np.int64(first) + np.int64(uniform(key, SERVICE) * second)]
    return mean


@leaf
def shape_parameters(shape, mean, cv2):  # type: ignore[no-untyped-def]
    """The two numbers that `service_time` wants beside the mean.

    lognormal: mean and deviation of the logarithm. gamma: its shape 1/cv2 and its scale. two_point: half the mean, or
    with chance 1/(1 + 4 cv2) the value mean (1 + 2 cv2), which has the wanted mean and squared coefficient of
    variation.
    """
    if shape == LOGNORMAL:
        variance = natural_log(1.0 + cv2)
        return natural_log(mean) - 0.5 * variance, math.sqrt(variance)
    if shape == GAMMA:
        return 1.0 / cv2, mean * cv2
    if shape == TWO_POINT:
        return 1.0 / (1.0 + 4.0 * cv2), mean * (1.0 + 2.0 * cv2)
    return 0.0, 0.0


@leaf
def _gamma(key, shape):  # type: ignore[no-untyped-def]
    """A gamma variate of scale 1, below shape 1 boosted. Source: Marsaglia and Tsang, ACM TOMS 26 (2000), 363-372."""
    boost = 1.0
    stream = mix(key ^ SERVICE)
    if shape < 1.0:
        boost = exponential(natural_log(uniform(stream, SERVICE)) / shape)
        shape = shape + 1.0
    d = shape - 1.0 / 3.0
    c = 1.0 / math.sqrt(9.0 * d)
    while True:
        stream = mix(stream + GOLDEN)
        z = normal_quantile(uniform(stream, SERVICE))
        v = 1.0 + c * z
        if v > 0.0:
            v = v * v * v
            u = uniform(stream, GOLDEN)
            if natural_log(u) < 0.5 * z * z + d - d * v + d * natural_log(v):
                return d * v * boost


@hot_leaf
def to_nanoseconds(x):  # type: ignore[no-untyped-def]
    """The nearest whole nanosecond, not below 0 and not above 10**17 (three years)."""
    return np.int64(min(max(x, 0.0), 1e17) + 0.5)
