"""Step: traffic that jumps to another rate, and perhaps back."""

from __future__ import annotations

from collections.abc import Mapping

from engine.design import rate
from engine.design.kinds import RateCurve, WorkloadType
from engine.design.model import Value

EDGE_S = 0.001
"""A jump takes a millisecond, because times of a curve rise."""


def curve(parameters: Mapping[str, Value], duration_s: float) -> RateCurve:
    """Level, a jump, level again; with a length, a jump back."""
    del duration_s
    before, after = float(parameters["from_per_s"]), float(parameters["to_per_s"])
    start_s, length_s = float(parameters["start_s"]), float(parameters["step_s"])
    times, rates = [start_s, start_s + EDGE_S], [before, after]
    if length_s:
        end_s = start_s + max(length_s, 2.0 * EDGE_S)
        times += [end_s, end_s + EDGE_S]
        rates += [after, before]
    return RateCurve(times_s=tuple(times), rates_per_s=tuple(rates))


WORKLOAD = WorkloadType(
    name="step",
    label="Step",
    help="Jumps to another rate at once, and back again if it has a length.",
    parameters=(
        rate.rate_per_s("from_per_s", "Before", 50.0, "Requests a second before the step."),
        rate.rate_per_s("to_per_s", "After", 150.0, "Requests a second from the step on."),
        rate.time_s("start_s", "At", 60.0, "When the step comes."),
        rate.time_s("step_s", "Length", 0.0, "How long it lasts; 0 means until the end of the run."),
    ),
    curve=curve,
)
