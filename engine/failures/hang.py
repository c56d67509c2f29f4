"""Hang: the component accepts requests and serves none of them until it is healed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from engine.design.kinds import Edit, FailureType
from engine.design.model import Value


def edits(target: str, parameters: Mapping[str, Value]) -> Sequence[Edit]:
    """Lets no service begin."""
    del parameters
    return (Edit("stall_station", target, 1.0),)


def heals(target: str, parameters: Mapping[str, Value]) -> Sequence[Edit]:
    """Serves again, beginning with what waits."""
    del parameters
    return (Edit("stall_station", target, 0.0),)


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
    edits=edits,
    heals=heals,
    sentence=sentence,
    is_usual=True,
)
