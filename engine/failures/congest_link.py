"""Congestion: a share of a link is taken by others."""

from __future__ import annotations

from collections.abc import Mapping

from engine.design.kinds import FailureType, Parameter
from engine.design.model import Value
from engine.design.switches import sets


def sentence(label: str, parameters: Mapping[str, Value]) -> str:
    """What was done, for the log."""
    return f"{float(parameters['ratio']):.0%} of {label} taken by others"


FAILURE = FailureType(
    name="congest_link",
    label="Congestion",
    help="Others take a share of the link.",
    verb="Congest the link",
    heal_verb="Free the link",
    targets="component",
    needs="line",
    parameters=(
        Parameter(
            *("ratio", "Share", "number", 0.5, "Which part of the link others take."),
            unit="ratio",
            low=0.01,
            high=0.99,
            source="Choice of Backlot: an evening with twice the traffic.",
        ),
    ),
    edits=sets(tell_controller="ratio"),
    heals=sets(tell_controller=0.0),
    sentence=sentence,
    is_usual=True,
)
