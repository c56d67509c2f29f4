"""Isolate a place: nothing gets in or out, though everything inside is well."""

from __future__ import annotations

from collections.abc import Mapping

from engine.design.kinds import FailureType
from engine.design.model import Value
from engine.design.switches import sets


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
    edits=sets(cut_connection=1.0),
    heals=sets(cut_connection=0.0),
    sentence=sentence,
    reaches="border",
)
