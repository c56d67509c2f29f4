"""Stop a registry: nobody is heard and nobody answered; callers keep the list that they have."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from engine.design.kinds import Edit, FailureType
from engine.design.model import Value


def edits(target: str, parameters: Mapping[str, Value]) -> Sequence[Edit]:
    """Begins it."""
    del parameters
    return (Edit("kill_instances", target, 1.0),)


def heals(target: str, parameters: Mapping[str, Value]) -> Sequence[Edit]:
    """Ends it."""
    del parameters
    return (Edit("restore_instances", target, 1.0),)


def sentence(label: str, parameters: Mapping[str, Value]) -> str:
    """What was done, for the log."""
    del parameters
    return f"{label} is down; callers keep the list that they have"


FAILURE = FailureType(
    name="stop_registry",
    label="Registry down",
    help="Callers go on with their last list: dead instances stay in it, new ones do not come. When it is back it "
    "knows what it knew, and all leases begin anew.",
    verb="Stop the registry",
    heal_verb="Start it again",
    targets="component",
    needs="registry",
    parameters=(),
    edits=edits,
    heals=heals,
    sentence=sentence,
)
