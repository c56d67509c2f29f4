"""What all requests of a run met over time, in a few equal parts, and the same of several runs as bands."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from engine.trials.bands import band_of

METRICS = ("ok_per_s", "error_per_s", "latency_s_p99", "in_flight")


def course_of(layout: Mapping[str, Any], frames: Sequence[Mapping[str, Any]], points: int) -> dict[str, Any]:
    """Means of frames over at most `points` parts of the run by metric, None where nothing was measured; `step_s` is
    how long a part is."""
    count = int(layout["frames_count"])
    size = max(1, math.ceil(count / points))
    parts = [frames[place : place + size] for place in range(0, len(frames), size)]
    places = {name: list(layout["total_metrics"]).index(name) for name in METRICS}
    means = {name: [_mean([frame["totals"][place] for frame in part]) for part in parts]
             for name, place in places.items()}  # fmt: skip
    return {"step_s": size * float(layout["frame_s"]), "means": means}


def bands(courses: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """By metric the moments of the courses of several runs, as lists of [mean, low, high, least, most]."""
    told = [each for each in courses if each]
    if not told:
        return {}
    moments = {name: band_of([each["means"][name] for each in told]) for name in METRICS}
    return {
        "step_s": told[0]["step_s"],
        "runs": len(told),
        "bands": {
            name: [each and [each.mean, each.low, each.high, each.least, each.most] for each in moments[name]]
            for name in METRICS
        },
    }


def _mean(values: Sequence[float | None]) -> float | None:
    known = [each for each in values if each is not None]
    return math.fsum(known) / len(known) if known else None
