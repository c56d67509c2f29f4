"""Poison messages: a share of the messages fails whenever it is tried."""

from __future__ import annotations

from collections.abc import Mapping

from engine.design.findings import share_for_people
from engine.design.kinds import FailureType, Parameter
from engine.design.model import Value
from engine.design.switches import sets


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
    edits=sets(poison_ratio="ratio"),
    heals=sets(poison_ratio=0.0),
    sentence=sentence,
)
