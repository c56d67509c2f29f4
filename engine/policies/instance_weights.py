"""Weights of instances for the rule "weighted"."""

from __future__ import annotations

from collections.abc import Mapping

from engine.design.kinds import Parameter, PolicyRow, PolicyType
from engine.design.model import Value


def lower(parameters: Mapping[str, Value], row: PolicyRow) -> None:
    """How many instances have the weight; the others have 1."""
    row.rule("informed")
    row.write(heavy=int(parameters["instances"]), weight=float(parameters["weight"]))


POLICY = PolicyType(
    name="instance_weights",
    label="Weights of instances",
    help="The first instances get this many times the share of the others, where balancing is weighted.",
    parameters=(
        Parameter(
            "instances",
            "First instances",
            "count",
            1,
            "How many instances have the weight.",
            unit="count",
            low=1,
            high=10_000,
            source="Choice of Backlot: a single canary.",
        ),
        Parameter(
            "weight",
            "Weight",
            "number",
            0.1,
            "Their share as a multiple of that of the others; 0 gives them nothing while others are up.",
            unit="x",
            low=0.0,
            high=100.0,
            source="Choice of Backlot: a canary that gets a tenth of an ordinary share.",
        ),
    ),
    lower=lower,
)
