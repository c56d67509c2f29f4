"""Lose a zone or a region: every instance in it is gone at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from engine.design.kinds import Edit, FailureType
from engine.design.model import Value

EVERY_INSTANCE = 1e6


def edits(target: str, parameters: Mapping[str, Value]) -> Sequence[Edit]:
    """Begins it."""
    del parameters
    return (Edit("kill_instances", target, EVERY_INSTANCE),)


def heals(target: str, parameters: Mapping[str, Value]) -> Sequence[Edit]:
    """Ends it."""
    del parameters
    return (Edit("restore_instances", target, EVERY_INSTANCE),)


def sentence(label: str, parameters: Mapping[str, Value]) -> str:
    """What was done, for the log."""
    del parameters
    return f"{label} lost"


FAILURE = FailureType(
    name="lose_place",
    label="Lost place",
    help="A zone or region is gone: every instance in it dies at once, and comes back empty when the place does.",
    verb="Lose the place",
    heal_verb="Bring it back",
    targets="place",
    needs="station",
    parameters=(),
    edits=edits,
    heals=heals,
    sentence=sentence,
    reaches="inside",
    is_usual=True,
)
