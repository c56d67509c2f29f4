"""The slowest of calls side by side, for many groups of calls in one sweep."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from engine.estimate import gamma
from engine.estimate.latency import (
    NOTHING,
    STEPS,
    UNBOUNDED,
    WEIGHTS,
    Latency,
    bend_of,
    from_areas,
    least,
    maybe,
)

Parts = Sequence[tuple[float, Latency]]


def slowest(parts: Parts) -> Latency:
    """The slowest of parts, each there with its chance; they are taken as independent."""
    return slowest_of_each([parts])[0]


def slowest_of_each(groups: Sequence[Parts]) -> list[Latency]:
    """The slowest of the parts of each group.

    Integrates the chance that not all are over, on points that lie closer where it begins. NumPy takes as long for one
    group as for twenty, so that all groups which can be known at the same time come together.
    """
    found: list[Latency] = []
    open_groups: list[tuple[int, Parts, float, float]] = []
    for place, group in enumerate(groups):
        parts = [each for each in group if each[0] > 0.0]
        found.append(_plain(parts))
        if len(parts) > 1 and found[-1] is NOTHING:
            low, high = _span(parts)
            if high > low * (1.0 + 1e-9):
                open_groups.append((place, parts, low, high - low))
            else:
                found[-1] = Latency(low, 0.0, 0.0)
    if open_groups:
        areas = _areas(open_groups)
        for (place, _, low, width), area in zip(open_groups, areas, strict=True):
            found[place] = from_areas(area, low, width)
    return found


def _plain(parts: Parts) -> Latency:
    """What needs no integral; NOTHING for what does."""
    if len(parts) == 1:
        return maybe(*parts[0])
    return UNBOUNDED if any(latency.mean == math.inf for _, latency in parts) else NOTHING


def _span(parts: Parts) -> tuple[float, float]:
    """Times between which the slowest ends."""
    low = max((least(latency) for chance, latency in parts if chance >= 1.0), default=0.0)
    high = max(latency.mean + (8.0 + 4.0 * max(latency.skewness, 0.0)) * latency.deviation for _, latency in parts)
    return low, high


def _areas(open_groups: Sequence[tuple[int, Parts, float, float]]) -> gamma.Floats:
    """The weighted areas (float64, groups x 3) under the chance that a group is not over."""
    chances = np.array([[chance] for _, parts, _, _ in open_groups for chance, _ in parts])
    bends = np.array([bend_of(latency) for _, parts, _, _ in open_groups for _, latency in parts])
    spans = np.array([(low, width) for _, parts, low, width in open_groups for _ in parts])
    sizes = [len(parts) for _, parts, _, _ in open_groups]
    over = gamma.below(spans[:, :1] + spans[:, 1:] * STEPS, bends)
    over = 1.0 - chances * (1.0 - over)
    first = np.concatenate(([0], np.cumsum(sizes[:-1]))).astype(np.int64)
    return np.asarray((1.0 - np.multiply.reduceat(over, first, axis=0)) @ WEIGHTS.T)
