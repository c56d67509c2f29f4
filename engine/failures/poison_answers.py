"""Poison the answers of a name service: clients are led to where nobody is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from engine.design.kinds import Edit, FailureType, Parameter
from engine.design.model import Value


def edits(target: str, parameters: Mapping[str, Value]) -> Sequence[Edit]:
    """Begins it."""
    return (Edit("tell_controller", target, float(parameters["ratio"])),)


def heals(target: str, parameters: Mapping[str, Value]) -> Sequence[Edit]:
    """Ends it."""
    del parameters
    return (Edit("tell_controller", target, 0.0),)


def sentence(label: str, parameters: Mapping[str, Value]) -> str:
    """What was done, for the log."""
    return f"{label} answers {float(parameters['ratio']):.0%} of its clients wrongly"


FAILURE = FailureType(
    name="poison_answers",
    label="Wrong DNS answers",
    help="A share of the clients is led to a wrong address, where nobody answers them well. They learn it, and unlearn "
    "it, as the answers that they remember run out.",
    verb="Poison its answers",
    heal_verb="Correct the record",
    targets="component",
    needs="steering",
    parameters=(
        Parameter(
            "ratio",
            "Share of clients",
            "number",
            0.5,
            "How many are led astray in the end.",
            unit="ratio",
            low=0.01,
            high=1.0,
            source="Choice of Backlot: one of two servers has a bad record.",
        ),
    ),
    edits=edits,
    heals=heals,
    sentence=sentence,
)
