"""Pause: everything inside the component stands still, and goes on afterwards with what it had left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from engine.design.kinds import Edit, FailureType
from engine.design.model import Value


def edits(target: str, parameters: Mapping[str, Value]) -> Sequence[Edit]:
    """Stops every service where it is."""
    del parameters
    return (Edit("pause_station", target, 1.0),)


def heals(target: str, parameters: Mapping[str, Value]) -> Sequence[Edit]:
    """Goes on."""
    del parameters
    return (Edit("pause_station", target, 0.0),)


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
    edits=edits,
    heals=heals,
    sentence=sentence,
)
