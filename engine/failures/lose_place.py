"""Lose a zone or a region: every instance in it is gone at once."""

from __future__ import annotations

from collections.abc import Mapping

from engine.design.kinds import FailureType
from engine.design.model import Value
from engine.design.switches import EVERY_INSTANCE, sets


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
    edits=sets(kill_instances=EVERY_INSTANCE),
    heals=sets(restore_instances=EVERY_INSTANCE),
    sentence=sentence,
    reaches="inside",
    is_usual=True,
    by_instance=("kill_one", "restore_one"),
)
