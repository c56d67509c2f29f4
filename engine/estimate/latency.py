"""Latencies as three moments, and how they are put together along a tree of calls."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from engine.estimate import gamma

POINTS = 81
_STEPS = np.linspace(0.0, 1.0, POINTS) ** 2
_TRAPEZOIDS = (np.diff(_STEPS, prepend=0.0) + np.diff(_STEPS, append=1.0)) / 2.0
_WEIGHTS = np.array([_TRAPEZOIDS, 2.0 * _STEPS * _TRAPEZOIDS, 3.0 * _STEPS**2 * _TRAPEZOIDS])
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


def slowest(parts: Sequence[tuple[float, Latency]]) -> Latency:
    """The slowest of parts that run side by side, each there with its chance; they are taken as independent.

    Integrates the chance that not all are over, on points that lie closer where it begins.
    """
    parts = [each for each in parts if each[0] > 0.0]
    if len(parts) <= 1:
        return maybe(*parts[0]) if parts else NOTHING
    if any(latency.mean == math.inf for _, latency in parts):
        return UNBOUNDED
    low = max((_least(latency) for chance, latency in parts if chance >= 1.0), default=0.0)
    high = max(latency.mean + (8.0 + 4.0 * max(latency.skewness, 0.0)) * latency.deviation for _, latency in parts)
    if high <= low * (1.0 + 1e-9):
        return Latency(low, 0.0, 0.0)
    x = low + (high - low) * _STEPS
    over = _below(x, [latency for _, latency in parts])
    if any(chance < 1.0 for chance, _ in parts):
        over = 1.0 - np.array([[chance] for chance, _ in parts]) * (1.0 - over)
    return _from_beyond(1.0 - over.prod(axis=0), low, high)


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
    low = _least(latency)
    if late > 1.0 - 1e-9 or low >= limit_s:
        return 0.0, NOTHING
    over = _below(low + (limit_s - low) * _STEPS, [latency])[0] / (1.0 - late)
    return 1.0 - late, _from_beyond(1.0 - np.minimum(over, 1.0), low, limit_s)


def _from_beyond(beyond: gamma.Floats, low: float, high: float) -> Latency:
    """From the chance (float64, points) to last beyond each point between `low` and `high`, by trapezoids."""
    width = high - low
    areas = _WEIGHTS @ beyond
    return delayed(from_raw(float(areas[0]) * width, float(areas[1]) * width**2, float(areas[2]) * width**3), low)


def _least(latency: Latency) -> float:
    if latency.variance <= TINY * latency.mean**2:
        return latency.mean
    return max(gamma.least(latency.mean, latency.deviation, latency.skewness), 0.0)


def _below(x: gamma.Floats, latencies: Sequence[Latency]) -> gamma.Floats:
    """A constant is told by a deviation that is next to nothing."""
    bends = [gamma.bend(each.mean, max(each.deviation, 1e-9 * each.mean, 1e-15), each.skewness) for each in latencies]
    return gamma.below(x, np.array(bends))
