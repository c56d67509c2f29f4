"""Flush cache: every key is forgotten at once; it fills again by itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from engine.design.kinds import Edit, FailureType
from engine.design.model import Value


def edits(target: str, parameters: Mapping[str, Value]) -> Sequence[Edit]:
    """Forgets every key."""
    del parameters
    return (Edit("flush_cache", target, 0.0),)


def heals(target: str, parameters: Mapping[str, Value]) -> Sequence[Edit]:
    """Nothing: only requests fill a cache."""
    del target, parameters
    return ()


def sentence(label: str, parameters: Mapping[str, Value]) -> str:
    """What was done, for the log."""
    del parameters
    return f"{label} flushed"


FAILURE = FailureType(
    name="flush_cache",
    label="Flushed cache",
    help="The cache forgets everything, so what lies behind it gets the full load until it has filled again.",
    verb="Flush",
    heal_verb="",
    targets="component",
    needs="cache",
    parameters=(),
    edits=edits,
    heals=heals,
    sentence=sentence,
    is_usual=True,
)
