"""Link: bytes of several viewers and edges share it fairly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from engine.design.carriers import NOTHING, CarrierPlan
from engine.design.carrying import SHEET, explain_carrier
from engine.design.kinds import ComponentType, Finding, Parameter
from engine.design.model import Component
from engine.design.rows import Rows


def lower(component: Component, rows: Rows) -> None:
    """It handles bytes alone."""
    del component
    rows.role("line")


def explain(component: Component, row: Mapping[str, Any]) -> Sequence[Finding]:
    """How full it was."""
    return explain_carrier(component, row)


def carrying(component: Component) -> CarrierPlan:
    """What many share."""
    given = component.parameters
    return CarrierPlan(
        component.id,
        gbps=float(given["gbps"]),
        keeps=NOTHING,
        rtt_ms=float(given["rtt_ms"]),
        credits_per_gb=float(given["price_per_gb"]),
    )


COMPONENT = ComponentType(
    name="link",
    label="Link",
    family="bytes",
    help="A line that streams cross. Whoever shares it gets the same part, unless held back elsewhere.",
    parameters=(
        Parameter(
            *("gbps", "Capacity", "number", 100.0, "What it carries at most."),
            unit="Gbit/s",
            low=0.01,
            high=10_000.0,
            source=SHEET,
        ),
        Parameter(
            *("rtt_ms", "Round trip", "number", 10.0, "Added to the way of all that cross it."),
            unit="ms",
            low=0.1,
            high=400.0,
            source=SHEET,
        ),
        Parameter(
            *("price_per_gb", "Price", "number", 0.0, "Credits for a GB: 0 inside a network, 0.01 for transit."),
            unit="credits",
            low=0.0,
            high=1.0,
            source=SHEET,
        ),
    ),
    lower=lower,
    explain=explain,
    connection_kind="stream",
    mechanisms=("line",),
    carrying=carrying,
)
