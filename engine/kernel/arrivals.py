"""Arrival times of a source: the cumulative rate is inverted exactly, piece by piece.

The n-th gap has an exposure (the expected number of requests in it): exponential with mean 1 for a Poisson process,
exactly 1 for an even one. The next request comes when the integral of scale times rate has grown by that exposure.
"""

from __future__ import annotations

import math

import numpy as np

from engine.kernel.compiled import leaf
from engine.kernel.logarithm import natural_log
from engine.kernel.random import ARRIVAL, numbered, uniform

NEVER = np.int64(1) << 62
POISSON, EVEN = 0, 1
PROCESSES = {"poisson": POISSON, "even": EVEN}


@leaf
def next_exposure(process, stream, number):  # type: ignore[no-untyped-def]
    """The exposure before request `number` (from 0) of a source."""
    if process == EVEN:
        return 1.0
    return -natural_log(uniform(numbered(stream, number), ARRIVAL))


@leaf
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
