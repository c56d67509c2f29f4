"""What each source sends: its mean rate after the warm-up, or its rate when all sources together send most."""

from __future__ import annotations

import numpy as np

from engine.design.discovery import component_types, workload_types
from engine.design.kinds import RateCurve
from engine.design.model import Design
from engine.design.rate import rate_at, requests_expected


def curves(design: Design) -> dict[str, RateCurve]:
    """The rate curve of every source that follows one."""
    duration_s = design.workload.duration_s
    own = {each.id for each in design.components if component_types()[each.type].own_rate_per_s(each) is not None}
    return {
        each.source: workload_types()[each.shape].curve(each.parameters, duration_s)
        for each in design.workload.traffic
        if each.source not in own
    }


def mean_rates_per_s(design: Design, drawn: dict[str, RateCurve]) -> dict[str, float]:
    """Requests from the end of the warm-up to the end of the run, over that time."""
    begin_s, end_s = design.workload.warm_up_s, design.workload.duration_s
    return {
        name: (requests_expected(curve, end_s) - (requests_expected(curve, begin_s) if begin_s > 0.0 else 0.0))
        / (end_s - begin_s)
        for name, curve in drawn.items()
    }


def peak_rates_per_s(design: Design, drawn: dict[str, RateCurve]) -> dict[str, float]:
    """The rates of all sources at the moment after the warm-up when their sum is greatest."""
    begin_s, end_s = design.workload.warm_up_s, design.workload.duration_s
    moment_s = peak_s(list(drawn.values()), begin_s, end_s)
    return {name: rate_at(curve, moment_s) for name, curve in drawn.items()}


def peak_s(drawn: list[RateCurve], begin_s: float, end_s: float) -> float:
    """When the sum of the curves is greatest between two times: at a corner of one of them, as all are straight lines.

    Between corners the sum changes by its slope; slopes are summed over the sorted corners of all curves at once.
    """
    times, changes, start = [np.array([begin_s, end_s])], [np.zeros(2)], 0.0
    for curve in drawn:
        inside = [each for each in curve.times_s if begin_s < each < end_s]
        corners = np.array([begin_s, *inside, end_s])
        rates = np.array([rate_at(curve, begin_s), *_rates_inside(curve, begin_s, end_s), rate_at(curve, end_s)])
        gaps = np.diff(corners)
        slopes = np.divide(np.diff(rates), gaps, out=np.zeros(len(gaps)), where=gaps > 0.0)
        start += float(rates[0])
        times.append(corners[:-1])
        changes.append(np.diff(slopes, prepend=0.0))
    at, change = np.concatenate(times), np.concatenate(changes)
    order = np.argsort(at, kind="stable")
    at, slope = at[order], np.cumsum(change[order])
    sums = start + np.concatenate(([0.0], np.cumsum(slope[:-1] * np.diff(at))))
    return float(at[int(np.argmax(np.round(sums, 9)))])


def _rates_inside(curve: RateCurve, begin_s: float, end_s: float) -> list[float]:
    return [rate for at, rate in zip(curve.times_s, curve.rates_per_s, strict=True) if begin_s < at < end_s]
