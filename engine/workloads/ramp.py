"""Ramp: traffic that rises (or falls) evenly from one rate to another."""

from __future__ import annotations

from collections.abc import Mapping

from engine.design import rate
from engine.design.kinds import RateCurve, WorkloadType
from engine.design.model import Value


def curve(parameters: Mapping[str, Value], duration_s: float) -> RateCurve:
    """A straight line between two level stretches; without a length it takes the rest of the run."""
    start_s = float(parameters["start_s"])
    length_s = float(parameters["ramp_s"]) or max(duration_s - start_s, 1.0)
    before, after = float(parameters["from_per_s"]), float(parameters["to_per_s"])
    return RateCurve(times_s=(start_s, start_s + length_s), rates_per_s=(before, after))


WORKLOAD = WorkloadType(
    name="ramp",
    label="Ramp",
    help="Rises or falls evenly from one rate to another, then stays there.",
    parameters=(
        rate.rate_per_s("from_per_s", "From", 20.0, "Requests a second before the ramp."),
        rate.rate_per_s("to_per_s", "To", 200.0, "Requests a second after the ramp."),
        rate.time_s("start_s", "Begins at", 0.0, "When the ramp begins."),
        rate.time_s("ramp_s", "Length", 0.0, "How long the ramp is; 0 means until the end of the run."),
    ),
    curve=curve,
)
