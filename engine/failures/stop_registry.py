"""Stop a registry: nobody is heard and nobody answered; callers keep the list that they have."""

from __future__ import annotations

from collections.abc import Mapping

from engine.design.kinds import FailureType
from engine.design.model import Value
from engine.design.switches import sets


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
    edits=sets(kill_instances=1.0),
    heals=sets(restore_instances=1.0),
    sentence=sentence,
)
