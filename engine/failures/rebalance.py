"""Rebalance: a group of consumers stops to deal its partitions anew."""

from __future__ import annotations

from collections.abc import Mapping

from engine.design.kinds import FailureType
from engine.design.model import Value
from engine.design.switches import sets


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
    edits=sets(rebalance=1.0),
    heals=sets(),  # it ends by itself
    sentence=sentence,
)
