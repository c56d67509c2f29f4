"""Restart everything at once: all instances die and come back cold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from engine.design.kinds import Edit, FailureType
from engine.design.model import Value

EVERY_INSTANCE = 1e6


def edits(target: str, parameters: Mapping[str, Value]) -> Sequence[Edit]:
    """Begins it."""
    del parameters
    return (Edit("kill_instances", target, EVERY_INSTANCE), Edit("restore_instances", target, EVERY_INSTANCE))


def heals(target: str, parameters: Mapping[str, Value]) -> Sequence[Edit]:
    """Ends it."""
    del target, parameters
    return ()


def sentence(label: str, parameters: Mapping[str, Value]) -> str:
    """What was done, for the log."""
    del parameters
    return f"All instances of {label} restarted"


FAILURE = FailureType(
    name="restart",
    label="Cold restart",
    help="Every instance dies and comes back empty at once, or after its boot: what they had ends as killed, caches "
    "are cold, warm-up begins anew.",
    verb="Restart all instances",
    heal_verb="",
    targets="component",
    needs="station",
    parameters=(),
    edits=edits,
    heals=heals,
    sentence=sentence,
)
