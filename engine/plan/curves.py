"""Rate curves of sources, in nanoseconds and digits that every processor agrees on."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from engine.design.discovery import workload_types
from engine.design.kinds import RateCurve
from engine.design.model import Design
from engine.kernel.state import Floats

SILENCE = RateCurve((0.0,), (0.0,))


def curve_of(design: Design, source_id: str) -> RateCurve:
    """The curve of one source; without traffic of its own it is silent."""
    for traffic in design.workload.traffic:
        if traffic.source == source_id:
            shape = workload_types()[traffic.shape]
            return shape.curve(traffic.parameters, design.workload.duration_s)
    return SILENCE


def curve_tables(curves: Sequence[RateCurve]) -> tuple[list[tuple[int, int]], Floats, Floats]:
    """Positions (first, end) of each curve, and all their times in ns and rates per ns in one row each."""
    spans: list[tuple[int, int]] = []
    times: list[float] = []
    rates: list[float] = []
    for curve in curves:
        first = len(times)
        if curve.times_s[0] > 0.0:
            times.append(0.0)
            rates.append(_settled(curve.rates_per_s[0]) / 1e9)
        times.extend(float(round(each * 1e9)) for each in curve.times_s)
        rates.extend(_settled(each) / 1e9 for each in curve.rates_per_s)
        spans.append((first, len(times)))
    assert all(rate >= 0.0 for rate in rates), "a rate is not negative"
    assert all(_rises(times[first:end]) for first, end in spans), "the times of a curve rise"
    return spans, np.array(times or [0.0]), np.array(rates or [0.0])


def _settled(rate: float) -> float:
    """Twelve digits: curves may come from exp or sin, whose last bit differs between processors."""
    return float(f"{rate:.12g}")


def _rises(times: Sequence[float]) -> bool:
    return all(a <= b for a, b in pairwise(times))
