"""Fail mode: whether a caller goes on when nobody answers."""

from __future__ import annotations

from collections.abc import Mapping

from engine.design.kinds import Parameter, PolicyRow, PolicyType
from engine.design.model import Value


def lower(parameters: Mapping[str, Value], row: PolicyRow) -> None:
    """Open is what the field `optional` of a connection says."""
    if parameters["mode"] == "open":
        row.rule("optional")


POLICY = PolicyType(
    name="fail_mode",
    label="Fail mode",
    help="Open lets the caller go on as if it had been answered well when a call has failed for good: for checks such "
    "as entitlement, advertising and flags, where a wrong yes costs less than no film. Closed fails the caller.",
    parameters=(
        Parameter(
            "mode",
            "Mode",
            "choice",
            "open",
            "What a failed call means.",
            choices=("open", "closed"),
            source="Connections without this policy fail closed.",
        ),
    ),
    lower=lower,
)
