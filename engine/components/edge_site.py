"""ISP edge site: appliances in the network of the viewers, which serve what they hold."""

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
    return site(component, is_near=True)


COMPONENT = ComponentType(
    name="edge_site",
    label="ISP edge site",
    family="bytes",
    help="Appliances in the network of the viewers. They serve the titles that they hold; what they miss comes over "
    "the stream that leaves them, through them. Draw a second stream from the viewers to go past them.",
    parameters=site_parameters(100.0, 100.0, 12.0),
    lower=lower,
    explain=explain,
    connection_kind="stream",
    mechanisms=("tier",),
    price=Price(appliance_per_h=1.5),
    carrying=carrying,
)
