"""Fill a disk: what writes fails, what reads goes on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from engine.design.kinds import Edit, FailureType, Parameter
from engine.design.model import Value


def edits(target: str, parameters: Mapping[str, Value]) -> Sequence[Edit]:
    """Begins it."""
    return (Edit("error_ratio", target, float(parameters["write_ratio"])),)


def heals(target: str, parameters: Mapping[str, Value]) -> Sequence[Edit]:
    """Ends it."""
    del parameters
    return (Edit("error_ratio", target, 0.0),)


def sentence(label: str, parameters: Mapping[str, Value]) -> str:
    """What was done, for the log."""
    return f"The disk of {label} is full: the writing {float(parameters['write_ratio']):.0%} of its requests fail"


FAILURE = FailureType(
    name="fill_disk",
    label="Full disk",
    help="Writes fail after their time; reads go on. How many requests write is yours to say.",
    verb="Fill its disk",
    heal_verb="Free its disk",
    targets="component",
    needs="station",
    parameters=(
        Parameter(
            "write_ratio",
            "Share of writes",
            "number",
            0.1,
            "Requests that write.",
            unit="ratio",
            low=0.001,
            high=1.0,
            source="Nine reads to a write is a usual mix of stores.",
        ),
    ),
    edits=edits,
    heals=heals,
    sentence=sentence,
)
