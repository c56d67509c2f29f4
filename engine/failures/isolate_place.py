"""Isolate a place: nothing gets in or out, though everything inside is well."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from engine.design.kinds import Edit, FailureType
from engine.design.model import Value


def edits(target: str, parameters: Mapping[str, Value]) -> Sequence[Edit]:
    """Begins it."""
    del parameters
    return (Edit("cut_connection", target, 1.0),)


def heals(target: str, parameters: Mapping[str, Value]) -> Sequence[Edit]:
    """Ends it."""
    del parameters
    return (Edit("cut_connection", target, 0.0),)


def sentence(label: str, parameters: Mapping[str, Value]) -> str:
    """What was done, for the log."""
    del parameters
    return f"{label} cut off from the rest"


FAILURE = FailureType(
    name="isolate_place",
    label="Isolated place",
    help="A partition of the network: calls between the place and the rest vanish; calls inside go on.",
    verb="Isolate",
    heal_verb="Join again",
    targets="place",
    needs="",
    parameters=(),
    edits=edits,
    heals=heals,
    sentence=sentence,
    reaches="border",
)
