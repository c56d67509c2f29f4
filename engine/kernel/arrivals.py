"""Arrival times of a source: the cumulative rate is inverted exactly, piece by piece.

The n-th gap has an exposure (the expected number of requests in it): exponential with mean 1 for a Poisson process,
exactly 1 for an even one. The next request comes when the integral of scale times rate has grown by that exposure.

A modulated process (MMPP: Markov-modulated Poisson process) has bursts and lulls of equal mean length, in which
requests come at 1 + DEPTH and 1 - DEPTH times the rate. With r changes for each request expected, counts over long
times have the index of dispersion 1 + DEPTH**2 / r. Source: Fischer and Meier-Hellstern, Performance Evaluation 18
(1993), 149-171, for two states of equal length.
"""

from __future__ import annotations

import math

import numpy as np

from engine.kernel.compiled import hot_leaf, leaf
from engine.kernel.logarithm import natural_log
from engine.kernel.random import ARRIVAL, GOLDEN, MODULATION, mix, numbered, uniform

NEVER = np.int64(1) << 62
POISSON, EVEN, MODULATED, CLOSED = 0, 1, 2, 3
PROCESSES = {"poisson": POISSON, "even": EVEN, "mmpp": MODULATED, "closed": CLOSED}
DEPTH = 0.9


def switching_of(burstiness: float) -> float:
    """How often a modulated process changes for each request expected, from its index of dispersion above 1."""
    return DEPTH * DEPTH / (burstiness - 1.0)


@leaf
def first_phase(stream):  # type: ignore[no-untyped-def]
    """1 if a modulated source begins in a burst, else 0."""
    return np.int64(uniform(stream, MODULATION) < 0.5)


@hot_leaf
def next_exposure(process, stream, number, phase, switching):  # type: ignore[no-untyped-def]
    """The exposure before request `number` (from 0) of a source, and the phase in which it comes."""
    if process == EVEN:
        return 1.0, phase
    key = numbered(stream, number)
    if process == MODULATED:
        return _modulated(key, phase, switching)
    return -natural_log(uniform(key, ARRIVAL)), phase


@leaf
def _modulated(key, phase, switching):  # type: ignore[no-untyped-def]
    """A request and a change of phase race one another until the request wins."""
    exposure = 0.0
    while True:
        rate = 1.0 - DEPTH + 2.0 * DEPTH * phase
        exposure -= natural_log(uniform(key, ARRIVAL)) / (rate + switching)
        if uniform(key, MODULATION) * (rate + switching) < rate:
            return exposure, phase
        phase = 1 - phase
        key = mix(key + GOLDEN)


@hot_leaf
def time_of_exposure(times, rates, first, end, scale, from_ns, exposure):  # type: ignore[no-untyped-def]
    """When `exposure` is used up, starting at `from_ns`; NEVER if the traffic ends before.

    `times` (ns) and `rates` (1/ns) hold the curve in positions first to end - 1.
    """
    at = np.float64(from_ns)
    for piece in range(first, end - 1):
        if times[piece + 1] <= at:
            continue
        width = times[piece + 1] - times[piece]
        slope = scale * (rates[piece + 1] - rates[piece]) / width
        start = scale * rates[piece] + slope * (at - times[piece])
        left = times[piece + 1] - at
        whole = (start + 0.5 * slope * left) * left
        if exposure < whole:
            return np.int64(at + _solve(start, slope, exposure, left) + 0.5)
        exposure -= whole
        at = times[piece + 1]
    last = scale * rates[end - 1]
    if last <= 0.0 or exposure / last > 4e18:
        return NEVER
    return np.int64(at + exposure / last + 0.5)


@leaf
def exposure_between(times, rates, first, end, scale, from_ns, to_ns):  # type: ignore[no-untyped-def]
    """The integral of scale times rate between two times in ns."""
    at = np.float64(from_ns)
    stop = np.float64(to_ns)
    total = 0.0
    for piece in range(first, end - 1):
        until = min(times[piece + 1], stop)
        if until <= at:
            continue
        slope = (rates[piece + 1] - rates[piece]) / (times[piece + 1] - times[piece])
        start = rates[piece] + slope * (at - times[piece])
        total += scale * (start + 0.5 * slope * (until - at)) * (until - at)
        at = until
    return total + scale * rates[end - 1] * max(stop - at, 0.0)


@leaf
def _solve(start, slope, exposure, left):  # type: ignore[no-untyped-def]
    """The t >= 0 with start t + slope t**2 / 2 = exposure, in the form that does not cancel."""
    root = math.sqrt(max(start * start + 2.0 * slope * exposure, 0.0))
    return min(2.0 * exposure / (start + root), left)
