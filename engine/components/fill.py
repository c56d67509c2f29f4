"""Fill controller: which titles were brought to edges by night, and how many it could bring."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from engine.design.amounts import count, time_s
from engine.design.carriers import FillPlan
from engine.design.kinds import ComponentType, Finding, Parameter
from engine.design.model import Component
from engine.design.rows import Rows

OWN = "Choice of Backlot."
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
        opens_s=float(given["opens_s"]),
        lasts_s=float(given["lasts_s"]),
        every_s=float(given["every_s"]),
        churn_penalty=float(given["churn_penalty"]),
        from_peers=bool(given["peer_fill"]),
        connections=int(given["connections"]),
    )


def explain(component: Component, row: Mapping[str, Any]) -> Sequence[Finding]:
    """How much it brought."""
    told = row.get("controller") or {}
    if not told.get("fill_gb") and "filled_gb" not in told:
        return [Finding(component.id, "notice", f"{component.label} brought nothing.")]
    text = f"{component.label} had brought {told['fill_gb']:,.0f} GB to its edges before the run."
    return [Finding(component.id, "good", text), *_in_the_run(component, told)]


def _in_the_run(component: Component, told: Mapping[str, Any]) -> list[Finding]:
    """What a window of the run brought."""
    if "filled_gb" not in told:
        return []
    text = (
        f"While the run went on it brought {told['brought']:,} titles, {told['filled_gb']:,.4g} GB of which"
        f" {told['peer_gb']:,.4g} came from neighbours; {told['dropped']:,} titles went for them,"
        f" {told['missing']:,} were missing at the end."
    )
    return [Finding(component.id, "notice" if told["missing"] else "good", text)]


COMPONENT = ComponentType(
    name="fill",
    label="Fill controller",
    family="bytes",
    help="Brings titles to edges by night, before anybody asks for them, by a forecast that may be wrong; in a window "
    "of the run too, if it has one. Arrows lead to the edges that it fills; further streams between these lead to "
    "neighbours.",
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
        time_s("lasts_s", "Open in the run", 0.0, 0.0, 86_400.0, "How long a window of the run is; 0 for none.", OWN),
        time_s("opens_s", "Opens", 0.0, 0.0, 86_400.0, "When the first window of the run opens.", OWN),
        time_s("every_s", "Opens again", 0.0, 0.0, 604_800.0, "After this time each; 0 for never.", OWN),
        Parameter(
            *("churn_penalty", "Price of a change", "number", 0.1),
            "A title goes for one that is expected to be watched so much more.",
            unit="ratio",
            low=0.0,
            high=10.0,
            source=SHEET,
        ),
        Parameter(
            *("peer_fill", "Fills from neighbours", "flag", True),
            "Edges take titles from edges that their further streams lead to, before they ask behind them.",
            source=SHEET,
        ),
        count(
            *("connections", "Connections", 1, 1, 1_000),
            "At once, for a title that comes in the run; each gets as much of a full line as a viewer's download.",
            "Choice of Backlot: lines are shared by connection, and RFC 2914 warns of opening many.",
        ),
    ),
    lower=lower,
    explain=explain,
    accepts_calls=False,
    controls=("tier",),
    guiding=guiding,
)
