"""Restart everything at once: all instances die and come back cold."""

from __future__ import annotations

from collections.abc import Mapping

from engine.design.kinds import FailureType
from engine.design.model import Value
from engine.design.switches import EVERY_INSTANCE, sets


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
    edits=sets(kill_instances=EVERY_INSTANCE, restore_instances=EVERY_INSTANCE),
    heals=sets(),
    sentence=sentence,
)
