"""Curves of many runs as one: the mean at each moment with its interval, and how far single runs strayed.

The interval holds at each moment by itself (pointwise), not for the whole curve at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from engine.trials.student import CONFIDENCE, interval_of

Curve = Sequence[float | None]


@dataclass(frozen=True, slots=True)
class Moment:
    """One moment over all runs in which something was measured then; `low` and `high` are None with one run."""

    mean: float
    low: float | None
    high: float | None
    least: float
    most: float


def band_of(curves: Sequence[Curve], confidence: float = CONFIDENCE) -> list[Moment | None]:
    """The moments that all curves have, None where no run measured anything."""
    length = min(map(len, curves), default=0)
    return [_moment([value for curve in curves if (value := curve[place]) is not None], confidence)
            for place in range(length)]  # fmt: skip


def _moment(values: Sequence[float], confidence: float) -> Moment | None:
    if not values:
        return None
    told = interval_of(values, confidence)
    return Moment(told.mean, told.low, told.high, min(values), max(values))
