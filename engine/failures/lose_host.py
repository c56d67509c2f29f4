"""Lose a host: every instance that stands on it dies at once."""

from __future__ import annotations

from collections.abc import Mapping

from engine.design.kinds import FailureType, Parameter
from engine.design.model import Value
from engine.design.switches import sets


def sentence(label: str, parameters: Mapping[str, Value]) -> str:
    """What was done, for the log."""
    count = int(parameters["hosts"])
    return f"{count} host{'' if count == 1 else 's'} of {label} lost"


FAILURE = FailureType(
    name="lose_host",
    label="Lost hosts",
    help="Machines with the most instances break down, and all that stands on them dies. When they are back, so are "
    "those that died with them, empty.",
    verb="Lose hosts",
    heal_verb="Bring hosts back",
    targets="component",
    needs="hosts",
    parameters=(
        Parameter(
            "hosts",
            "Hosts",
            "count",
            1,
            "How many machines are lost, those with the most instances first.",
            unit="count",
            low=1,
            high=1_000,
            source="One machine at a time is what breaks most often.",
        ),
    ),
    edits=sets(tell_controller="hosts"),
    heals=sets(tell_controller=0.0),
    sentence=sentence,
)
