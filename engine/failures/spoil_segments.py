"""Bad segments: the pipelines of a live origin spoil some."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from engine.design.carriers import SPOILT_FROM
from engine.design.kinds import Edit, FailureType, Parameter
from engine.design.model import Value
from engine.design.switches import sets


def sentence(label: str, parameters: Mapping[str, Value]) -> str:
    """What was done, for the log."""
    return f"{label} spoils {float(parameters['ratio']):.0%} of its segments in each pipeline"


def edits(target: str, parameters: Mapping[str, Value]) -> Sequence[Edit]:
    """What the origin is told."""
    return (Edit("tell_controller", target, SPOILT_FROM + float(parameters["ratio"])),)


FAILURE = FailureType(
    name="spoil_segments",
    label="Bad segments",
    help="Pipelines spoil segments, each its own. What all of them spoil is missing.",
    verb="Spoil segments",
    heal_verb="Stop spoiling segments",
    targets="component",
    needs="live",
    parameters=(
        Parameter(
            *("ratio", "Share", "number", 0.3, "Of the segments of each pipeline."),
            unit="ratio",
            low=0.0,
            high=1.0,
            source="Choice of Backlot: with two pipelines one segment in eleven is missing.",
        ),
    ),
    edits=edits,
    heals=sets(tell_controller=0.0),
    sentence=sentence,
    is_usual=True,
)
