"""Stop instances in good order: they finish what they have."""

from __future__ import annotations

from collections.abc import Mapping

from engine.design.kinds import FailureType, Parameter
from engine.design.model import Value
from engine.design.switches import sets


def sentence(label: str, parameters: Mapping[str, Value]) -> str:
    """What was done, for the log."""
    count = int(parameters["count"])
    return f"{count} instance{'' if count == 1 else 's'} of {label} stopped"


FAILURE = FailureType(
    name="stop_instances",
    label="Stopped instances",
    help="Instances take no new work, finish what they have, and are gone: a graceful stop, beside the crash. New ones "
    "stand in for them when it is healed.",
    verb="Stop instances gracefully",
    heal_verb="Start instances",
    targets="component",
    needs="station",
    parameters=(
        Parameter(
            "count",
            "Instances",
            "count",
            1,
            "How many instances to stop.",
            unit="count",
            low=1,
            high=256,
            source="One at a time, as a careful person would.",
        ),
    ),
    edits=sets(stop_instances="count"),
    heals=sets(start_instances="count"),
    sentence=sentence,
)
