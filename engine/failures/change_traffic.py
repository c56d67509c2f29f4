"""Change traffic: a source sends more (or less) than its shape says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from engine.design.kinds import Edit, FailureType, Parameter
from engine.design.model import Value


def edits(target: str, parameters: Mapping[str, Value]) -> Sequence[Edit]:
    """Multiplies the rate of the source."""
    return (Edit("scale_rate", target, float(parameters["factor"])),)


def heals(target: str, parameters: Mapping[str, Value]) -> Sequence[Edit]:
    """Takes the rate back to what the shape says."""
    del parameters
    return (Edit("scale_rate", target, 1.0),)


def sentence(label: str, parameters: Mapping[str, Value]) -> str:
    """What was done, for the log."""
    return f"Traffic of {label} set to {float(parameters['factor']):g} times its shape"


FAILURE = FailureType(
    name="change_traffic",
    label="Changed traffic",
    help="The source sends this many times what its traffic shape says.",
    verb="Change traffic",
    heal_verb="Back to normal traffic",
    targets="component",
    needs="source",
    parameters=(
        Parameter(
            "factor",
            "Factor",
            "number",
            2.0,
            "How many times the traffic; 0 stops it.",
            unit="x",
            low=0.0,
            high=100.0,
            source="Choice of Backlot: double the traffic is what a popular start brings.",
        ),
    ),
    edits=edits,
    heals=heals,
    sentence=sentence,
    is_usual=True,
)
