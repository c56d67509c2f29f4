"""Storm of alerts: thresholds that were released too low, so that what is normal is told as bad."""

from __future__ import annotations

from collections.abc import Mapping

from engine.design.kinds import FailureType, Parameter
from engine.design.model import Value
from engine.design.switches import sets


def sentence(label: str, parameters: Mapping[str, Value]) -> str:
    """What was done, for the log."""
    return f"The thresholds of {label} are {float(parameters['times']):g} times as low"


FAILURE = FailureType(
    name="storm_alerts",
    label="Alert storm",
    help="A release of its rules sets all thresholds too low: alerts are raised for what is normal, and what really "
    "breaks meanwhile is told once at most, among all the others.",
    verb="Release bad thresholds",
    heal_verb="Take them back",
    targets="component",
    needs="collector",
    parameters=(
        Parameter(
            "times",
            "Too low by",
            "number",
            10.0,
            "How many times as low the thresholds of errors, p99 and utilisation are.",
            unit="x",
            low=1.0,
            high=1_000.0,
            source="Choice of Backlot: a dot in the wrong place.",
        ),
    ),
    edits=sets(tell_controller="times"),
    heals=sets(tell_controller=0.0),
    sentence=sentence,
)
