"""Replay: the rates that somebody wrote down, with straight lines between them."""

from __future__ import annotations

from collections.abc import Mapping

from engine.design.kinds import Parameter, RateCurve, WorkloadType
from engine.design.model import Value
from engine.design.points import points_of


def curve(parameters: Mapping[str, Value], duration_s: float) -> RateCurve:
    """The points as they stand."""
    del duration_s
    points = points_of(str(parameters["points"]))
    return RateCurve(times_s=tuple(at_s for at_s, _ in points), rates_per_s=tuple(per_s for _, per_s in points))


WORKLOAD = WorkloadType(
    name="replay",
    label="Replay",
    help="The rates that you give, with straight lines between them; the first holds before, the last behind them.",
    parameters=(
        Parameter(
            "points",
            "Points",
            "points",
            "0 50, 60 200, 120 50",
            "Pairs of a time in seconds and a rate a second, up to 200 of them, with commas between the pairs.",
            source="Choice of Backlot: a hill within two minutes.",
        ),
    ),
    curve=curve,
)
