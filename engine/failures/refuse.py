"""Refuse: the component turns every request away at once until it is healed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from engine.design.kinds import Edit, FailureType
from engine.design.model import Value


def edits(target: str, parameters: Mapping[str, Value]) -> Sequence[Edit]:
    """Refuses whatever arrives."""
    del parameters
    return (Edit("refuse_work", target, 1.0),)


def heals(target: str, parameters: Mapping[str, Value]) -> Sequence[Edit]:
    """Accepts again."""
    del parameters
    return (Edit("refuse_work", target, 0.0),)


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
    edits=edits,
    heals=heals,
    sentence=sentence,
)
