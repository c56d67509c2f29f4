"""Replay: messages that were set aside go back to where they failed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from engine.design.kinds import Edit, FailureType
from engine.design.model import Value


def edits(target: str, parameters: Mapping[str, Value]) -> Sequence[Edit]:
    """Begins to send back."""
    del parameters
    return (Edit("stall_station", target, 0.0),)


def heals(target: str, parameters: Mapping[str, Value]) -> Sequence[Edit]:
    """Keeps what there is and what comes."""
    del parameters
    return (Edit("stall_station", target, 1.0),)


def sentence(label: str, parameters: Mapping[str, Value]) -> str:
    """What was done, for the log."""
    del parameters
    return f"{label} is replayed"


FAILURE = FailureType(
    name="replay",
    label="Replay",
    help="Sends dead letters back to the partitions where they failed: at the replay rate, else a thousand a second.",
    verb="Replay",
    heal_verb="Keep dead letters",
    targets="component",
    needs="dead_letters",
    parameters=(),
    edits=edits,
    heals=heals,
    sentence=sentence,
)
