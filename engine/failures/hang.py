"""Hang: the component accepts requests and serves none of them until it is healed."""

from __future__ import annotations

from collections.abc import Mapping

from engine.design.kinds import FailureType
from engine.design.model import Value
from engine.design.switches import sets


def sentence(label: str, parameters: Mapping[str, Value]) -> str:
    """What was done, for the log."""
    del parameters
    return f"{label} hangs"


FAILURE = FailureType(
    name="hang",
    label="Hanging component",
    help="It accepts requests and serves none: a deadlock, a stopped disk, a long pause. Its queue fills up.",
    verb="Hang",
    heal_verb="Let it go on",
    targets="component",
    needs="station",
    parameters=(),
    edits=sets(stall_station=1.0),
    heals=sets(stall_station=0.0),
    sentence=sentence,
    is_usual=True,
)
