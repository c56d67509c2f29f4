"""Exchange site: appliances where networks meet, with room for the whole catalogue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from engine.design.carriers import CarrierPlan
from engine.design.carrying import explain_carrier, site, site_parameters
from engine.design.kinds import ComponentType, Finding, Price
from engine.design.model import Component
from engine.design.rows import Rows


def lower(component: Component, rows: Rows) -> None:
    """It handles bytes alone."""
    del component
    rows.role("tier")


def explain(component: Component, row: Mapping[str, Any]) -> Sequence[Finding]:
    """What it served, and what it had to fetch."""
    return explain_carrier(component, row)


def carrying(component: Component) -> CarrierPlan:
    """A tier."""
    return site(component, is_near=False)


COMPONENT = ComponentType(
    name="exchange_site",
    label="Exchange site",
    family="bytes",
    help="Appliances where networks meet, farther from viewers than an ISP edge site, with room for everything that is "
    "watched. Many ISPs can get their bytes here.",
    parameters=site_parameters(600.0, 400.0, 30.0),
    lower=lower,
    explain=explain,
    connection_kind="stream",
    mechanisms=("tier",),
    price=Price(appliance_per_h=6.0),
    carrying=carrying,
)
