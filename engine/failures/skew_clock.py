"""Skew a clock: whoever goes by instants of another clock is wrong."""

from __future__ import annotations

from collections.abc import Mapping

from engine.design.kinds import FailureType, Parameter
from engine.design.model import Value
from engine.design.switches import sets


def sentence(label: str, parameters: Mapping[str, Value]) -> str:
    """What was done, for the log."""
    ahead_s = float(parameters["ahead_s"])
    return f"The clock of {label} is {abs(ahead_s):g} s {'ahead' if ahead_s >= 0.0 else 'behind'}"


FAILURE = FailureType(
    name="skew_clock",
    label="Clock skew",
    help="The clock of a component is ahead (or behind). Deadlines that calls tell it come too early (or too late), "
    "those that it tells come too late (or too early); what its cache holds expires at once by the jump (or lives "
    "longer).",
    verb="Skew its clock",
    heal_verb="Set its clock right",
    targets="component",
    needs="station",
    parameters=(
        Parameter(
            "ahead_s",
            "Ahead by",
            "number",
            5.0,
            "By how much it is ahead; below 0 it is behind.",
            unit="s",
            low=-3_600.0,
            high=3_600.0,
            source="Choice of Backlot: more than most deadlines.",
        ),
    ),
    edits=sets(skew_clock="ahead_s"),
    heals=sets(skew_clock=0.0),
    sentence=sentence,
)
