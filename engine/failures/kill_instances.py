"""Kill instances: what they were serving fails at once, and callers soon choose among those that are left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from engine.design.kinds import Edit, FailureType, Parameter
from engine.design.model import Value


def edits(target: str, parameters: Mapping[str, Value]) -> Sequence[Edit]:
    """Takes `count` instances away."""
    return (Edit("kill_instances", target, float(parameters["count"])),)


def heals(target: str, parameters: Mapping[str, Value]) -> Sequence[Edit]:
    """Brings as many back, empty."""
    return (Edit("restore_instances", target, float(parameters["count"])),)


def sentence(label: str, parameters: Mapping[str, Value]) -> str:
    """What was done, for the log."""
    count = int(parameters["count"])
    return f"{count} instance{'' if count == 1 else 's'} of {label} killed"


FAILURE = FailureType(
    name="kill_instances",
    label="Killed instances",
    help="Instances disappear at once. Requests in them fail; what a cache shard held is lost.",
    verb="Kill instances",
    heal_verb="Restore instances",
    targets="component",
    needs="station",
    parameters=(
        Parameter(
            "count",
            "Instances",
            "count",
            1,
            "How many instances to kill.",
            unit="count",
            low=1,
            high=256,
            source="Chaos Monkey ends one instance of a group at a time.",
        ),
    ),
    edits=edits,
    heals=heals,
    sentence=sentence,
    is_usual=True,
)
