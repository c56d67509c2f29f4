"""Copies of a call side by side: how long it takes until enough of them went well."""

from __future__ import annotations

import math

import numpy as np

from engine.estimate import gamma
from engine.estimate.latency import STEPS, WEIGHTS, Latency, bend_of, from_areas, least


def quorum_latency(one: Latency, copies: int, needed: int) -> Latency:
    """The `needed`-th fastest of `copies` independent ones, each of which takes `one`.

    Source: David and Nagaraja, Order Statistics (2003), section 2.1: at least so many are over with the binomial chance
    of that many. The chance that they are not is integrated on points that lie closer where it begins.
    """
    if copies == 1 or one.variance <= 0.0 or not math.isfinite(one.mean):
        return one
    low = least(one)
    width = one.mean + (8.0 + 4.0 * max(one.skewness, 0.0)) * one.deviation - low
    over = gamma.below((low + width * STEPS)[None, :], np.array([bend_of(one)]))[0]
    return from_areas((1.0 - _at_least(over, copies, needed)) @ WEIGHTS.T, low, width)


def quorum_chance(one: float, copies: int, needed: int) -> float:
    """The chance that at least `needed` of `copies` go well when each does with the chance `one`."""
    return float(_at_least(np.array([one]), copies, needed)[0])


def _at_least(chance: gamma.Floats, copies: int, needed: int) -> gamma.Floats:
    whole = np.zeros_like(chance)
    for count in range(needed, copies + 1):
        whole += math.comb(copies, count) * chance**count * (1.0 - chance) ** (copies - count)
    return whole
