"""Flapping: a link is up and down in turn."""

from __future__ import annotations

from collections.abc import Mapping

from engine.design.kinds import FailureType, Parameter
from engine.design.model import Value
from engine.design.switches import sets


def sentence(label: str, parameters: Mapping[str, Value]) -> str:
    """What was done, for the log."""
    return f"{label} is down every other {float(parameters['period_s']) / 2:g} s"


FAILURE = FailureType(
    name="flap_link",
    label="Flapping link",
    help="The link is up and down in turn. Players are sent away and come back.",
    verb="Let the link flap",
    heal_verb="Keep the link up",
    targets="component",
    needs="line",
    parameters=(
        Parameter(
            *("period_s", "Period", "number", 20.0, "It is down in the second half of each."),
            unit="s",
            low=2.0,
            high=600.0,
            source="Choice of Backlot: shorter than a heartbeat.",
        ),
    ),
    edits=sets(tell_controller="period_s"),
    heals=sets(tell_controller=0.0),
    sentence=sentence,
    is_usual=True,
)
