"""Flash: a premiere. Everybody comes within minutes and leaves slowly."""

from __future__ import annotations

import math
from collections.abc import Mapping

from engine.design import rate
from engine.design.kinds import RateCurve, WorkloadType
from engine.design.model import Value

RISE_POINTS = 24
FALL_POINTS = 40


def curve(parameters: Mapping[str, Value], duration_s: float) -> RateCurve:
    """A logistic rise around `start_s`, then an exponential decay of the crowd back to the base rate."""
    base, peak = float(parameters["base_per_s"]), float(parameters["peak_per_s"])
    start_s, rise_s = float(parameters["start_s"]), float(parameters["rise_s"])
    decay_s = float(parameters["decay_s"])
    begin_s, top_s = max(start_s - rise_s / 2.0, 0.0), start_s + rise_s / 2.0
    end_s = max(duration_s, top_s + 6.0 * decay_s)
    times = _spread(begin_s, top_s, RISE_POINTS)
    times += [top_s + (end_s - top_s) * (index / FALL_POINTS) ** 2 for index in range(1, FALL_POINTS + 1)]
    crowds = [_crowd(each, start_s, rise_s, top_s, decay_s) for each in times]
    rates = [rate.settled(base + (peak - base) * each) for each in crowds]
    return RateCurve(times_s=tuple(times), rates_per_s=tuple(rates))


def _spread(begin_s: float, end_s: float, points_count: int) -> list[float]:
    return [begin_s + (end_s - begin_s) * index / points_count for index in range(points_count + 1)]


def _crowd(clock_s: float, start_s: float, rise_s: float, top_s: float, decay_s: float) -> float:
    """Share of the crowd that is there: 0 before the rise, 1 at its end."""
    # Ten time constants fit into the rise, so the logistic runs from 0.7 % to 99.3 % of its height.
    steepness = 10.0 / rise_s
    low, high = _logistic(-5.0), _logistic(5.0)
    risen = (_logistic((min(clock_s, top_s) - start_s) * steepness) - low) / (high - low)
    return max(risen, 0.0) * math.exp(-max(clock_s - top_s, 0.0) / decay_s)


def _logistic(x: float) -> float:
    return 1.0 / (1.0 + math.exp(-x))


WORKLOAD = WorkloadType(
    name="flash",
    label="Flash crowd",
    help="A premiere: everybody comes within moments and leaves slowly.",
    parameters=(
        rate.rate_per_s("base_per_s", "Base", 50.0, "Requests a second before the crowd and long after it."),
        rate.rate_per_s("peak_per_s", "Peak", 250.0, "Requests a second when the crowd is largest."),
        rate.time_s("start_s", "Premiere at", 60.0, "When half of the crowd has come."),
        rate.time_s("rise_s", "Rise", 20.0, "How long the crowd takes to come.", low=0.1),
        rate.time_s("decay_s", "Decay", 90.0, "How long it takes until a third of the crowd is left.", low=0.1),
    ),
    curve=curve,
)
