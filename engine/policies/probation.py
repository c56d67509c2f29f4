"""Probation: an instance that came back gets one request at a time until it has answered."""

from __future__ import annotations

from collections.abc import Mapping

from engine.design.kinds import Parameter, PolicyRow, PolicyType
from engine.design.model import Value


def lower(parameters: Mapping[str, Value], row: PolicyRow) -> None:
    """How long it lasts at most."""
    row.rule("informed")
    row.write(probation_ns=round(float(parameters["probation_s"]) * 1e9))


POLICY = PolicyType(
    name="probation",
    label="Probation",
    help="An instance that is new or was restored has at most one request of this caller under way until its first "
    "good answer.",
    parameters=(
        Parameter(
            "probation_s",
            "Lasts at most",
            "number",
            90.0,
            "After this time the instance is trusted without an answer; 0 trusts it at once.",
            unit="s",
            low=0.0,
            high=600.0,
            source="M. Smith and others, Rethinking Netflix's Edge Load Balancing, 2018: 90 s.",
        ),
    ),
    lower=lower,
)
