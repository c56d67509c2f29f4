"""Poison the answers of a name service: clients are led to where nobody is."""

from __future__ import annotations

from collections.abc import Mapping

from engine.design.kinds import FailureType, Parameter
from engine.design.model import Value
from engine.design.switches import sets


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
    edits=sets(tell_controller="ratio"),
    heals=sets(tell_controller=0.0),
    sentence=sentence,
)
