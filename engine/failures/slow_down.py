"""Slow down: the component's own work takes longer; what is in service already is not touched."""

from __future__ import annotations

from collections.abc import Mapping

from engine.design.kinds import FailureType, Parameter
from engine.design.model import Value
from engine.design.switches import sets


def sentence(label: str, parameters: Mapping[str, Value]) -> str:
    """What was done, for the log."""
    return f"{label} made {float(parameters['factor']):g} times as slow"


FAILURE = FailureType(
    name="slow_down",
    label="Slow component",
    help="Every request takes longer there: a noisy neighbour, a bad disk, a cold start.",
    verb="Slow down",
    heal_verb="Back to normal speed",
    targets="component",
    needs="station",
    parameters=(
        Parameter(
            "factor",
            "Factor",
            "number",
            3.0,
            "How many times as long a request takes.",
            unit="x",
            low=0.1,
            high=1_000.0,
            source="Choice of Backlot: three times as slow overloads a component that is 40 % busy.",
        ),
    ),
    edits=sets(slow_station="factor"),
    heals=sets(slow_station=1.0),
    sentence=sentence,
    is_usual=True,
)
