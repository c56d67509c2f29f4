"""Bulkhead: one callee may hold up only so many calls of its caller."""

from __future__ import annotations

from collections.abc import Mapping

from engine.design.kinds import Parameter, PolicyRow, PolicyType
from engine.design.model import Value

HYSTRIX = "Default of Hystrix, Netflix's library of 2012: a pool of ten threads, five calls in its queue."


def lower(parameters: Mapping[str, Value], row: PolicyRow) -> None:
    """Permits whose number does not change."""
    row.rule("gated")
    row.write(
        permits=int(parameters["max_concurrent"]),
        permits_queue=int(parameters["queue"]),
        permits_outcome="bulkhead_full",
        limit_algorithm="fixed",
    )


POLICY = PolicyType(
    name="bulkhead",
    label="Bulkhead",
    help="Lets so many calls be under way at once, from all instances of the caller together; a few more wait at the "
    "caller and the others are refused at once, so that a slow callee cannot take every slot of its caller.",
    parameters=(
        Parameter(
            "max_concurrent",
            "Calls at once",
            "count",
            10,
            "Calls that may be under way.",
            unit="count",
            low=1,
            high=10_000,
            source=HYSTRIX,
        ),
        Parameter(
            "queue",
            "Queue",
            "count",
            5,
            "Calls that may wait at the caller for their turn.",
            unit="count",
            low=0,
            high=10_000,
            source=HYSTRIX,
        ),
    ),
    lower=lower,
)
