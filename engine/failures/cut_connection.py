"""Cut connection: calls over it get no answer, so callers wait for their timeout."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from engine.design.kinds import Edit, FailureType
from engine.design.model import Value


def edits(target: str, parameters: Mapping[str, Value]) -> Sequence[Edit]:
    """Cuts the connection."""
    del parameters
    return (Edit("cut_connection", target, 1.0),)


def heals(target: str, parameters: Mapping[str, Value]) -> Sequence[Edit]:
    """Joins it again."""
    del parameters
    return (Edit("cut_connection", target, 0.0),)


def sentence(label: str, parameters: Mapping[str, Value]) -> str:
    """What was done, for the log."""
    del parameters
    return f"Connection {label} cut"


FAILURE = FailureType(
    name="cut_connection",
    label="Cut connection",
    help="Calls over it vanish. A caller without a timeout waits for ever.",
    verb="Cut",
    heal_verb="Join again",
    targets="connection",
    needs="",
    parameters=(),
    edits=edits,
    heals=heals,
    sentence=sentence,
    is_usual=True,
)
