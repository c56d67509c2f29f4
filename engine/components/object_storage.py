"""Object storage: the origin of all bytes, far away, with limited egress that costs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from engine.design.carriers import EVERYTHING, CarrierPlan
from engine.design.carrying import SHEET, explain_carrier, rtt
from engine.design.kinds import ComponentType, Finding, Parameter
from engine.design.model import Component
from engine.design.rows import Rows


def lower(component: Component, rows: Rows) -> None:
    """It handles bytes alone."""
    del component
    rows.role("tier")


def explain(component: Component, row: Mapping[str, Any]) -> Sequence[Finding]:
    """What left it."""
    return explain_carrier(component, row)


def carrying(component: Component) -> CarrierPlan:
    """The tier that has everything."""
    given = component.parameters
    return CarrierPlan(
        component.id,
        gbps=float(given["egress_gbps"]),
        keeps=EVERYTHING,
        rtt_ms=float(given["rtt_ms"]),
        first_byte_ms=float(given["first_byte_ms"]),
        credits_per_gb=float(given["cost_per_gb"]),
    )


COMPONENT = ComponentType(
    name="object_storage",
    label="Object storage",
    family="bytes",
    help="Holds every title, far from viewers. What leaves it is limited and is paid for by the GB.",
    parameters=(
        Parameter(
            *("egress_gbps", "Egress", "number", 20.0, "What leaves it at most."),
            unit="Gbit/s",
            low=0.01,
            high=10_000.0,
            source=SHEET,
        ),
        Parameter(
            *("first_byte_ms", "First byte", "number", 90.0, "Until it begins to answer, besides the way."),
            unit="ms",
            low=1.0,
            high=2_000.0,
            source=SHEET,
        ),
        rtt(90.0),
        Parameter(
            *("cost_per_gb", "Price", "number", 0.05, "Credits for a GB that leaves it."),
            unit="credits",
            low=0.0,
            high=1.0,
            source=SHEET,
        ),
    ),
    lower=lower,
    explain=explain,
    connection_kind="stream",
    mechanisms=("tier",),
    carrying=carrying,
)
