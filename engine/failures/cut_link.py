"""Cut link: no byte crosses it."""

from __future__ import annotations

from collections.abc import Mapping

from engine.design.kinds import FailureType
from engine.design.model import Value
from engine.design.switches import sets


def sentence(label: str, parameters: Mapping[str, Value]) -> str:
    """What was done, for the log."""
    del parameters
    return f"{label} cut"


FAILURE = FailureType(
    name="cut_link",
    label="Cut link",
    help="Nothing crosses it. Downloads stand still until players are told to ask somewhere else.",
    verb="Cut the link",
    heal_verb="Mend the link",
    targets="component",
    needs="line",
    parameters=(),
    edits=sets(tell_controller=1.0),
    heals=sets(tell_controller=0.0),
    sentence=sentence,
    is_usual=True,
)
