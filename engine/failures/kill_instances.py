"""Kill instances: what they were serving fails at once, and callers soon choose among those that are left."""

from __future__ import annotations

from collections.abc import Mapping

from engine.design.kinds import FailureType, Parameter
from engine.design.model import Value
from engine.design.switches import sets


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
    edits=sets(kill_instances="count"),
    heals=sets(restore_instances="count"),
    sentence=sentence,
    is_usual=True,
)
