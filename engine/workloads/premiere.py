"""Premiere: a crowd that comes along a logistic curve and leaves slowly, told by its factor on the usual traffic."""

from __future__ import annotations

import math
from collections.abc import Mapping

from engine.design import rate
from engine.design.kinds import Parameter, RateCurve, WorkloadType
from engine.design.model import Value

RISE_POINTS = 40
FALL_POINTS = 40
STEEP = 2.0 * math.log(19.0)
"""Time constants between 5 % and 95 % of a logistic curve."""

SHORTEST_RAMP_S = 0.01


def curve(parameters: Mapping[str, Value], duration_s: float) -> RateCurve:
    """base (1 + (factor - 1) g(t)), g(t) = logistic((t - start) / tau) exp(-max(t - start, 0) / decay), over its
    maximum."""
    base, factor = float(parameters["base_per_s"]), float(parameters["peak_factor"])
    start_s, decay_s = float(parameters["start_s"]), float(parameters["decay_s"])
    tau_s = max(float(parameters["ramp_s"]), SHORTEST_RAMP_S) / STEEP
    begin_s, end_s = max(start_s - 6.0 * tau_s, 0.0), start_s + 6.0 * tau_s
    last_s = max(duration_s, end_s + 6.0 * decay_s)
    times = [begin_s + (end_s - begin_s) * place / RISE_POINTS for place in range(RISE_POINTS + 1)]
    times += [end_s + (last_s - end_s) * (place / FALL_POINTS) ** 2 for place in range(1, FALL_POINTS + 1)]
    crowds = [_crowd(each, start_s, tau_s, decay_s) for each in times]
    highest = max(crowds)
    rates = [rate.settled(base * (1.0 + (factor - 1.0) * each / highest)) for each in crowds]
    return RateCurve(times_s=tuple(times), rates_per_s=tuple(rates))


def _crowd(clock_s: float, start_s: float, tau_s: float, decay_s: float) -> float:
    risen = 1.0 / (1.0 + math.exp(-min(max((clock_s - start_s) / tau_s, -50.0), 50.0)))
    return risen * math.exp(-max(clock_s - start_s, 0.0) / decay_s)


WORKLOAD = WorkloadType(
    name="premiere",
    label="Premiere",
    help="A title appears: a crowd comes along a logistic curve and leaves slowly.",
    parameters=(
        rate.rate_per_s("base_per_s", "Base", 50.0, "Requests a second before the premiere and long after it."),
        Parameter(
            "peak_factor",
            "Peak factor",
            "number",
            3.0,
            "How many times the base is sent when most people are there.",
            unit="x",
            low=1.0,
            high=30.0,
            source="Choice of Backlot: a popular title triples the evening's traffic.",
        ),
        rate.time_s("start_s", "Premiere at", 120.0, "When half of the crowd has come."),
        rate.time_s("ramp_s", "Ramp", 60.0, "How long it takes from 5 % to 95 % of the crowd; 0 is a jump."),
        rate.time_s("decay_s", "Decay", 600.0, "How long it takes until a third of the crowd is left.", low=0.1),
    ),
    curve=curve,
)
