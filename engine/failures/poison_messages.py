"""Poison messages: a share of the messages fails whenever it is tried."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from engine.design.findings import share_for_people
from engine.design.kinds import Edit, FailureType, Parameter
from engine.design.model import Value


def edits(target: str, parameters: Mapping[str, Value]) -> Sequence[Edit]:
    """Messages tried for the first time from now on."""
    return (Edit("poison_ratio", target, float(parameters["ratio"])),)


def heals(target: str, parameters: Mapping[str, Value]) -> Sequence[Edit]:
    """The consumer is repaired: what failed before goes through."""
    del parameters
    return (Edit("poison_ratio", target, 0.0),)


def sentence(label: str, parameters: Mapping[str, Value]) -> str:
    """What was done, for the log."""
    return f"{share_for_people(float(parameters['ratio']))} of the messages of {label} cannot be processed"


FAILURE = FailureType(
    name="poison_messages",
    label="Poison messages",
    help="A producer sends something that the consumers cannot read: these messages fail however often they are tried.",
    verb="Poison messages",
    heal_verb="Repair the consumers",
    targets="component",
    needs="consumers",
    parameters=(
        Parameter(
            "ratio",
            "Share",
            "number",
            0.01,
            "Share of messages that cannot be processed.",
            unit="ratio",
            low=0.0,
            high=1.0,
            source="Choice of Backlot: one in a hundred.",
        ),
    ),
    edits=edits,
    heals=heals,
    sentence=sentence,
)
