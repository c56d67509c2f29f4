"""Latencies as three moments, and how they are put together along a tree of calls."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from engine.estimate import gamma

POINTS = 81
STEPS = np.linspace(0.0, 1.0, POINTS) ** 2
_TRAPEZOIDS = (np.diff(STEPS, prepend=0.0) + np.diff(STEPS, append=1.0)) / 2.0
WEIGHTS = np.array([_TRAPEZOIDS, 2.0 * STEPS * _TRAPEZOIDS, 3.0 * STEPS**2 * _TRAPEZOIDS])
TINY = 1e-12
CERTAINLY_OVER = 1e-7
FAR = 35.0
"""Deviations above the mean beyond which less than CERTAINLY_OVER lies, however skewed."""


class Latency(NamedTuple):
    """Mean in seconds, variance in square seconds and third central moment; an infinite mean grows without bound."""

    mean: float
    variance: float
    third: float

    @property
    def deviation(self) -> float:
        """Standard deviation in seconds."""
        return math.sqrt(self.variance)

    @property
    def skewness(self) -> float:
        """Third moment over the cube of the deviation; 0 for a constant."""
        return self.third / self.variance**1.5 if self.variance > TINY * self.mean**2 else 0.0


NOTHING = Latency(0.0, 0.0, 0.0)
UNBOUNDED = Latency(math.inf, 0.0, 0.0)


def from_raw(first: float, second: float, third: float) -> Latency:
    """From the moments about 0."""
    variance = max(second - first * first, 0.0)
    return Latency(first, variance, third - 3.0 * first * variance - first**3)


def raw(latency: Latency) -> tuple[float, float, float]:
    """The moments about 0."""
    mean, variance, third = latency
    return mean, variance + mean * mean, third + 3.0 * mean * variance + mean**3


def after(one: Latency, other: Latency) -> Latency:
    """One and then the other; they are taken as independent."""
    return Latency(one.mean + other.mean, one.variance + other.variance, one.third + other.third)


def delayed(latency: Latency, seconds: float) -> Latency:
    """The same, later."""
    return Latency(latency.mean + seconds, latency.variance, latency.third)


def mixture(parts: Iterable[tuple[float, Latency]]) -> Latency:
    """One of the parts, each with its weight; weights need not add up to 1."""
    whole = first = second = third = 0.0
    for weight, latency in parts:
        if weight <= 0.0:
            continue
        if latency.mean == math.inf:
            return UNBOUNDED
        one, two, three = raw(latency)
        whole += weight
        first += weight * one
        second += weight * two
        third += weight * three
    if whole <= 0.0:
        return NOTHING
    return from_raw(first / whole, second / whole, third / whole)


def maybe(chance: float, latency: Latency) -> Latency:
    """The latency with a chance, otherwise nothing."""
    return latency if chance >= 1.0 else mixture(((chance, latency), (1.0 - chance, NOTHING)))


def quantiles(latencies: Sequence[Latency]) -> dict[float, list[float]]:
    """The quantiles 0.5, 0.95 and 0.99 in seconds of many latencies at once; infinite where the mean is."""
    means = np.array([each.mean for each in latencies])
    deviations = np.array([each.deviation for each in latencies])
    skewnesses = np.array([each.skewness for each in latencies])
    found = {q: gamma.quantiles(q, means, deviations, skewnesses) for q in gamma.NORMAL_Z}
    return {q: list(map(float, values)) for q, values in found.items()}


def surely_within(latency: Latency, limit_s: float | None) -> bool:
    """True when less than one in ten million takes longer than the limit (None: no limit), whatever the skewness."""
    if limit_s is None:
        return True
    spare_s = limit_s - latency.mean
    return spare_s > 0.0 and spare_s * spare_s > FAR * FAR * latency.variance


def cut_at(latency: Latency, limit_s: float) -> tuple[float, Latency]:
    """The chance to be over within a limit, and the latency of what is."""
    if latency.mean == math.inf:
        return 0.0, NOTHING
    if latency.variance <= TINY * latency.mean**2:
        return (1.0, latency) if latency.mean <= limit_s else (0.0, NOTHING)
    late = gamma.above_one(limit_s, latency.mean, latency.deviation, latency.skewness)
    if late < CERTAINLY_OVER:
        return 1.0, latency
    low = least(latency)
    if late > 1.0 - 1e-9 or low >= limit_s:
        return 0.0, NOTHING
    share = gamma.below(low + (limit_s - low) * STEPS, np.array([bend_of(latency)]))[0] / (1.0 - late)
    areas = WEIGHTS @ (1.0 - np.minimum(share, 1.0))
    return 1.0 - late, from_areas(areas, low, limit_s - low)


def bend_of(latency: Latency) -> tuple[float, float, float, float]:
    """As `gamma.bend`; a constant is told by a deviation that is next to nothing."""
    return gamma.bend(latency.mean, max(latency.deviation, 1e-9 * latency.mean, 1e-15), latency.skewness)


def from_areas(areas: gamma.Floats, low: float, width: float) -> Latency:
    """From the areas under the chance to last longer, weighted by 1, 2u and 3u^2, with u from 0 at `low` to 1."""
    return delayed(from_raw(float(areas[0]) * width, float(areas[1]) * width**2, float(areas[2]) * width**3), low)


def least(latency: Latency) -> float:
    """Nothing is faster, as far as the fitted gamma knows."""
    if latency.variance <= TINY * latency.mean**2:
        return latency.mean
    return max(gamma.least(latency.mean, latency.deviation, latency.skewness), 0.0)
