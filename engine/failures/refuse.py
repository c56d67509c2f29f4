"""Refuse: the component turns every request away at once until it is healed."""

from __future__ import annotations

from collections.abc import Mapping

from engine.design.kinds import FailureType
from engine.design.model import Value
from engine.design.switches import sets


def sentence(label: str, parameters: Mapping[str, Value]) -> str:
    """What was done, for the log."""
    del parameters
    return f"{label} refuses all calls"


FAILURE = FailureType(
    name="refuse",
    label="Refusing component",
    help="It turns every request away at once: nothing listens any more. What is inside already is finished.",
    verb="Refuse",
    heal_verb="Accept again",
    targets="component",
    needs="station",
    parameters=(),
    edits=sets(refuse_work=1.0),
    heals=sets(refuse_work=0.0),
    sentence=sentence,
)
