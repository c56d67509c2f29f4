"""Diurnal: traffic that swings between night and evening."""

from __future__ import annotations

import math
from collections.abc import Mapping

from engine.design import rate
from engine.design.kinds import RateCurve, WorkloadType
from engine.design.model import Value

POINTS_PER_DAY = 96
"""A quarter of an hour of a real day each: the line stays within 0.06 % of the swing from the cosine."""

MOST_POINTS = 10_000


def curve(parameters: Mapping[str, Value], duration_s: float) -> RateCurve:
    """A raised cosine, lowest at the beginning of a day, drawn with straight pieces."""
    low, peak = float(parameters["low_per_s"]), float(parameters["peak_per_s"])
    day_s = float(parameters["day_s"])
    step_s = max(day_s / POINTS_PER_DAY, duration_s / MOST_POINTS)
    times = [index * step_s for index in range(math.ceil(duration_s / step_s) + 1)]
    swing = [(1.0 - math.cos(2.0 * math.pi * each / day_s)) / 2.0 for each in times]
    return RateCurve(times_s=tuple(times), rates_per_s=tuple(rate.settled(low + (peak - low) * each) for each in swing))


WORKLOAD = WorkloadType(
    name="diurnal",
    label="Day and night",
    help="Swings between the quiet of the night and the evening's peak; a day may be as short as you like.",
    parameters=(
        rate.rate_per_s("low_per_s", "Night", 20.0, "Requests a second when it is quietest, where a run begins."),
        rate.rate_per_s("peak_per_s", "Evening", 100.0, "Requests a second at the peak, half a day later."),
        rate.time_s("day_s", "Length of a day", 300.0, "How long one day takes in the run.", low=1.0),
    ),
    curve=curve,
)
