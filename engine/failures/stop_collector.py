"""Stop a collector: nothing is read any more, and nobody is told so."""

from __future__ import annotations

from collections.abc import Mapping

from engine.design.kinds import FailureType
from engine.design.model import Value
from engine.design.switches import sets


def sentence(label: str, parameters: Mapping[str, Value]) -> str:
    """What was done, for the log."""
    del parameters
    return f"{label} is down; alerts stay as they are"


FAILURE = FailureType(
    name="stop_collector",
    label="Collector down",
    help="Nothing is read until it is back: no alert is raised and none cleared, whatever happens meanwhile. The first "
    "reading after that is of the whole time, and only then are bad windows counted again.",
    verb="Stop the collector",
    heal_verb="Start it again",
    targets="component",
    needs="collector",
    parameters=(),
    edits=sets(kill_instances=1.0),
    heals=sets(restore_instances=1.0),
    sentence=sentence,
)
