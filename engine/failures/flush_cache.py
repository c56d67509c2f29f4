"""Flush cache: every key is forgotten at once; it fills again by itself."""

from __future__ import annotations

from collections.abc import Mapping

from engine.design.kinds import FailureType
from engine.design.model import Value
from engine.design.switches import sets


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
    edits=sets(flush_cache=0.0),
    heals=sets(),  # only requests fill a cache
    sentence=sentence,
    is_usual=True,
)
