"""Rebalance: a group of consumers stops to deal its partitions anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from engine.design.kinds import Edit, FailureType
from engine.design.model import Value


def edits(target: str, parameters: Mapping[str, Value]) -> Sequence[Edit]:
    """One pause of the length that the group has."""
    del parameters
    return (Edit("rebalance", target, 1.0),)


def heals(target: str, parameters: Mapping[str, Value]) -> Sequence[Edit]:
    """Ends by itself."""
    del target, parameters
    return ()


def sentence(label: str, parameters: Mapping[str, Value]) -> str:
    """What was done, for the log."""
    del parameters
    return f"{label} rebalances"


FAILURE = FailureType(
    name="rebalance",
    label="Rebalance",
    help="Somebody joins or leaves: all consumers stop until the partitions are dealt anew.",
    verb="Rebalance",
    heal_verb="",
    targets="component",
    needs="consumers",
    parameters=(),
    edits=edits,
    heals=heals,
    sentence=sentence,
)
