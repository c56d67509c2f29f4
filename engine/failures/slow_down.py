"""Slow down: the component's own work takes longer; what is in service already is not touched."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from engine.design.kinds import Edit, FailureType, Parameter
from engine.design.model import Value


def edits(target: str, parameters: Mapping[str, Value]) -> Sequence[Edit]:
    """Multiplies the service times that begin from now on."""
    return (Edit("slow_station", target, float(parameters["factor"])),)


def heals(target: str, parameters: Mapping[str, Value]) -> Sequence[Edit]:
    """Takes service times back to normal."""
    del parameters
    return (Edit("slow_station", target, 1.0),)


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
    edits=edits,
    heals=heals,
    sentence=sentence,
    is_usual=True,
)
