"""Pause: everything inside the component stands still, and goes on afterwards with what it had left."""

from __future__ import annotations

from collections.abc import Mapping

from engine.design.kinds import FailureType
from engine.design.model import Value
from engine.design.switches import sets


def sentence(label: str, parameters: Mapping[str, Value]) -> str:
    """What was done, for the log."""
    del parameters
    return f"{label} paused"


FAILURE = FailureType(
    name="pause",
    label="Paused component",
    help="All its instances stand still, work in service included: a garbage collector or a moved virtual machine. "
    "It still accepts requests.",
    verb="Pause",
    heal_verb="Let it run again",
    targets="component",
    needs="station",
    parameters=(),
    edits=sets(pause_station=1.0),
    heals=sets(pause_station=0.0),
    sentence=sentence,
)
