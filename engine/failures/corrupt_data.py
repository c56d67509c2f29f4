"""Corrupt data: a feed arrives empty or broken, and requests that need it fail quickly."""

from __future__ import annotations

from collections.abc import Mapping

from engine.design.kinds import FailureType, Parameter
from engine.design.model import Value
from engine.design.switches import sets

FAST = 0.2
"""Failing takes a fifth of the time of the work: choice of Backlot."""


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
    edits=sets(error_ratio="ratio", slow_station=FAST),
    heals=sets(error_ratio=0.0, slow_station=1.0),
    sentence=sentence,
)
