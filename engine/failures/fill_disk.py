"""Fill a disk: what writes fails, what reads goes on."""

from __future__ import annotations

from collections.abc import Mapping

from engine.design.kinds import FailureType, Parameter
from engine.design.model import Value
from engine.design.switches import sets


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
    edits=sets(error_ratio="write_ratio"),
    heals=sets(error_ratio=0.0),
    sentence=sentence,
)
