"""Slow storage: all segments of a live origin come late."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from engine.design.carriers import SLOW_FROM
from engine.design.kinds import Edit, FailureType, Parameter
from engine.design.model import Value
from engine.design.switches import sets


def sentence(label: str, parameters: Mapping[str, Value]) -> str:
    """What was done, for the log."""
    return f"segments of {label} come {float(parameters['seconds']):g} s late"


def edits(target: str, parameters: Mapping[str, Value]) -> Sequence[Edit]:
    """What the origin is told."""
    return (Edit("tell_controller", target, SLOW_FROM + float(parameters["seconds"])),)


FAILURE = FailureType(
    name="delay_segments",
    label="Slow storage",
    help="Every segment can be had later than its time.",
    verb="Delay segments",
    heal_verb="Let segments come in time",
    targets="component",
    needs="live",
    parameters=(
        Parameter(
            *("seconds", "By", "number", 3.0, "How much later each segment can be had."),
            unit="s",
            low=0.0,
            high=60.0,
            source="Choice of Backlot: longer than a segment.",
        ),
    ),
    edits=edits,
    heals=sets(tell_controller=0.0),
    sentence=sentence,
    is_usual=True,
)
