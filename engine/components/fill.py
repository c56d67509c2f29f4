"""Fill controller: which titles were brought to edges by night, and how many it could bring."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from engine.design.amounts import count
from engine.design.carriers import FillPlan
from engine.design.kinds import ComponentType, Finding, Parameter
from engine.design.model import Component
from engine.design.rows import Rows

SHEET = "Parameter sheet of Backlot; see docs/engine/dataplane.md."


def lower(component: Component, rows: Rows) -> None:
    """It handles no requests."""
    del component, rows


def guiding(component: Component) -> FillPlan:
    """What it brought."""
    given = component.parameters
    return FillPlan(
        window_h=float(given["window_h"]),
        gbps=float(given["rate_gbps"]),
        nights=int(given["nights"]),
        sigma=float(given["forecast_sigma"]),
        copies=int(given["copies"]),
        knows_premiere=bool(given["knows_premiere"]),
    )


def explain(component: Component, row: Mapping[str, Any]) -> Sequence[Finding]:
    """How much it brought."""
    told = row.get("controller") or {}
    if not told.get("fill_gb"):
        return [Finding(component.id, "notice", f"{component.label} brought nothing.")]
    text = f"{component.label} had brought {told['fill_gb']:,.0f} GB to its edges before the run."
    return [Finding(component.id, "good", text)]


COMPONENT = ComponentType(
    name="fill",
    label="Fill controller",
    family="bytes",
    help="Brings titles to edges by night, before anybody asks for them, by a forecast that may be wrong. Arrows lead "
    "to the edges that it fills.",
    parameters=(
        Parameter(
            *("window_h", "Window", "number", 12.0, "Hours of a night in which titles may be brought."),
            unit="h",
            low=0.0,
            high=24.0,
            source=SHEET,
        ),
        Parameter(
            *("rate_gbps", "Rate", "number", 1.2, "To one appliance: 1.2 where disks are many, 0.4 where few."),
            unit="Gbit/s",
            low=0.01,
            high=100.0,
            source=SHEET,
        ),
        count("nights", "Nights", 30, 1, 1_000, "Since the appliances were installed.", "Choice of Backlot."),
        Parameter(
            *("forecast_sigma", "Forecast error", "number", 0.3, "Deviation of the logarithm of what is expected."),
            unit="x",
            low=0.0,
            high=2.0,
            source=SHEET,
        ),
        count("copies", "Copies of hot titles", 3, 1, 10, "On as many appliances lies each hundredth title.", SHEET),
        Parameter(
            *("knows_premiere", "Knows the premiere", "flag", True, "The newest title is brought first."),
            source="Choice of Backlot: launches are planned.",
        ),
    ),
    lower=lower,
    explain=explain,
    accepts_calls=False,
    controls=("tier",),
    guiding=guiding,
)
