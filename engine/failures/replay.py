"""Replay: messages that were set aside go back to where they failed."""

from __future__ import annotations

from collections.abc import Mapping

from engine.design.kinds import FailureType
from engine.design.model import Value
from engine.design.switches import sets


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
    edits=sets(stall_station=0.0),
    heals=sets(stall_station=1.0),
    sentence=sentence,
)
