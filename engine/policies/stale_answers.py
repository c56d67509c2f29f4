"""Stale answers: what was answered before for the same key stands in for an answer when a call has failed."""

from __future__ import annotations

from collections.abc import Mapping

from engine.design.kinds import Parameter, PolicyRow, PolicyType
from engine.design.model import Value


def lower(parameters: Mapping[str, Value], row: PolicyRow) -> None:
    """Keys of the connection's own."""
    row.rule("remembers")
    row.write(
        stale_capacity=int(parameters["capacity_items"]),
        stale_ns=round(float(parameters["max_age_s"]) * 1e9),
    )


POLICY = PolicyType(
    name="stale_answers",
    label="Stale answers",
    help="Remembers the last good answer for each key, and gives that when a call has failed for good.",
    parameters=(
        Parameter(
            "max_age_s",
            "Oldest answer",
            "number",
            600.0,
            "Answers older than this are not given any more; 0 means that any age will do.",
            unit="s",
            low=0.0,
            high=604_800.0,
            source="Choice of Backlot: as long as a cache believes an entry.",
        ),
        Parameter(
            "capacity_items",
            "Answers kept",
            "count",
            500,
            "Keys whose last answer is kept; the one that was used longest ago makes room for a new one.",
            unit="count",
            low=1,
            high=5_000_000,
            source="Choice of Backlot: as many as an in-process cache has.",
        ),
    ),
    lower=lower,
)
