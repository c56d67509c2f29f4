"""Balancing that looks at load: between instances that each keep their own queue and one queue for all."""

from __future__ import annotations

import math
from functools import cache

import numpy as np

from engine.estimate.drawing import Part
from engine.estimate.gamma import Floats
from engine.estimate.latency import Latency
from engine.estimate.queueing import Waiting

MOST_SLOTS = 32
FULLEST = 6.0
BISECTIONS = 40
BLEND = 1.75
"""The power with which the limits of few and of many instances are added up; measured, see docs/engine/estimates.md."""


def balanced(split: Waiting, together: Waiting, part: Part, service_cv2: float) -> Waiting:
    """Waits of a part whose callers choose instances by what is outstanding there, at least some of them."""
    if math.isinf(split.wait.mean) or split.wait.mean <= 0.0 or split.load >= 1.0:
        return split
    assert part.station is not None
    ratio = together.wait.mean / split.wait.mean
    least = ratio ** least_outstanding_power(split.load)
    crowd_s = crowd_wait(part.station.slots, split.load) * part.holding.mean * (1.0 + service_cv2) / 2.0
    two = min((crowd_s**BLEND + together.wait.mean**BLEND) ** (1.0 / BLEND) / split.wait.mean, 1.0)
    blind = max(1.0 - part.least_outstanding - part.choice_of_two, 0.0)
    share = part.least_outstanding * least + part.choice_of_two * two + blind
    mean, variance, third = split.wait
    refused = split.refused * share if split.refused < 0.01 else math.sqrt(split.refused * together.refused)
    return Waiting(Latency(mean * share, variance * share**2, third * share**3), refused, 1.0, split.load)


def least_outstanding_power(load: float) -> float:
    """How far (as a power) joining the shortest queue lies from split queues towards one for all, which it reaches at
    full load; measured, see docs/engine/estimates.md."""
    return 0.75 + 0.25 * load**4


def crowd_wait(slots: int, load: float) -> float:
    """Mean wait in service times with a choice of two among very many instances, interpolated from a table."""
    if slots > MOST_SLOTS:
        return crowd_wait(MOST_SLOTS, load) * MOST_SLOTS / slots
    points, waits = _crowd_waits(slots)
    return float(np.interp(-math.log(max(1.0 - load, 1e-9)), points, waits))


@cache
def _crowd_waits(slots: int) -> tuple[Floats, Floats]:
    points = np.linspace(0.0, FULLEST, 49)
    waits = [0.0, *(_crowd_wait(slots, 1.0 - math.exp(-each)) for each in points[1:])]
    return points, np.array(waits)


def _crowd_wait(slots: int, load: float) -> float:
    """The mean field of a choice of two: s(k), the share of instances with at least k requests, obeys
    offered s(k-1)^2 = k s(k) + s(k+1) + ... + s(slots), and load s(k-1)^2 = s(k) beyond the slots; found from s(0) = 1.

    Source: Mitzenmacher, IEEE Transactions on Parallel and Distributed Systems 12 (2001), here with several slots.
    """
    low, high = -600.0, math.log(load)
    for _ in range(BISECTIONS):
        middle = 0.5 * (low + high)
        low, high = (low, middle) if _empty_share(math.exp(middle), slots, load) > 1.0 else (middle, high)
    at_least, queued = math.exp(low), 0.0
    while at_least > 1e-12:
        at_least = load * at_least * at_least
        queued += at_least
    return queued / (load * slots)


def _empty_share(full: float, slots: int, load: float) -> float:
    """s(0) when the share `full` of instances has all its slots taken."""
    beyond, at_least = 0.0, full
    for count in range(slots, 0, -1):
        fewer = math.sqrt((count * at_least + beyond) / (load * slots))
        beyond += at_least
        at_least = fewer
    return at_least
