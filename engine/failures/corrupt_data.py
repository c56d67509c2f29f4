"""Corrupt data: a feed arrives empty or broken, and requests that need it fail quickly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from engine.design.kinds import Edit, FailureType, Parameter
from engine.design.model import Value

FAST = 0.2
"""Failing takes a fifth of the time of the work: choice of Backlot."""


def edits(target: str, parameters: Mapping[str, Value]) -> Sequence[Edit]:
    """Begins it."""
    return (
        Edit("error_ratio", target, float(parameters["ratio"])),
        Edit("slow_station", target, FAST),
    )


def heals(target: str, parameters: Mapping[str, Value]) -> Sequence[Edit]:
    """Ends it."""
    del parameters
    return (Edit("error_ratio", target, 0.0), Edit("slow_station", target, 1.0))


def sentence(label: str, parameters: Mapping[str, Value]) -> str:
    """What was done, for the log."""
    return f"{float(parameters['ratio']):.0%} of what {label} reads is corrupt"


FAILURE = FailureType(
    name="corrupt_data",
    label="Corrupt data",
    help="Requests fail sooner than they would succeed, so the component looks idle and fast while it is useless.",
    verb="Corrupt its data",
    heal_verb="Restore its data",
    targets="component",
    needs="station",
    parameters=(
        Parameter(
            "ratio",
            "Share of requests",
            "number",
            1.0,
            "Requests that need the corrupt part.",
            unit="ratio",
            low=0.01,
            high=1.0,
            source="An empty feed breaks all of them.",
        ),
    ),
    edits=edits,
    heals=heals,
    sentence=sentence,
)
