"""Lose heartbeats: some instances are well, but cut off from the registry."""

from __future__ import annotations

from collections.abc import Mapping

from engine.design.kinds import FailureType, Parameter
from engine.design.model import Value
from engine.design.switches import sets


def sentence(label: str, parameters: Mapping[str, Value]) -> str:
    """What was done, for the log."""
    return f"{float(parameters['ratio']):.0%} of the instances cannot reach {label}"


FAILURE = FailureType(
    name="lose_heartbeats",
    label="Partition from the registry",
    help="Instances that are well are not heard any more. Self-preservation keeps them listed; without it they are "
    "evicted, and those that are left get their calls.",
    verb="Cut instances off from it",
    heal_verb="Join them again",
    targets="component",
    needs="registry",
    parameters=(
        Parameter(
            "ratio",
            "Share of instances",
            "number",
            0.3,
            "How many of all its instances are cut off; always the same ones in a run.",
            unit="ratio",
            low=0.01,
            high=1.0,
            source="Choice of Backlot: more than self-preservation lets pass.",
        ),
    ),
    edits=sets(tell_controller="ratio"),
    heals=sets(tell_controller=0.0),
    sentence=sentence,
)
