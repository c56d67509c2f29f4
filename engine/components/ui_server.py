"""UI server: hands out the bundle that apps run; some run an old one whose calls are wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from engine.design.amounts import time_s
from engine.design.bringing import steady_effects
from engine.design.findings import share_for_people
from engine.design.kinds import ComponentType, Finding, Parameter
from engine.design.model import Component
from engine.design.rows import Rows


def lower(component: Component, rows: Rows) -> None:
    """It handles no requests of the run: bundles are loaded beside them."""
    del component
    rows.role("bundles")


def explain(component: Component, row: Mapping[str, Any]) -> Sequence[Finding]:
    """How many still ran an old bundle."""
    old = (row.get("controller") or {}).get("share_old", 0.0)
    if not old:
        return [Finding(component.id, "good", f"At the end every app ran the bundle that {component.label} hands out.")]
    text = f"{share_for_people(old)} of the apps still ran an old bundle of {component.label} when the run ended."
    return [Finding(component.id, "warning", text)]


PARAMETERS = (
    Parameter(
        "ui_bundle_poll",
        "Apps ask for a new bundle",
        "choice",
        "app_start",
        "app_start: only when they start, so an old bundle lives as long as an app is left open. interval: every so "
        "often.",
        choices=("app_start", "interval"),
        source="Usual: a bundle is loaded once.",
    ),
    time_s(
        "app_start_every_s",
        "Starts of an app",
        2_700.0,
        10.0,
        86_400.0,
        "Mean time between two starts of one app.",
        "A viewer's session of 45 minutes.",
    ),
    time_s(
        "poll_s", "Interval", 300.0, 1.0, 86_400.0, "How often apps ask, where they do.", "Choice of Backlot: minutes."
    ),
    time_s(
        "propagation_s",
        "Propagation",
        30.0,
        0.0,
        3_600.0,
        "How long it takes until all servers hand out the new bundle; nobody gets it before.",
        "Servers that ask every half a minute.",
    ),
    Parameter(
        "effect",
        "What is wrong with old bundles",
        "choice",
        "fails_always",
        "What becomes of their requests at the component that the arrow leads to.",
        choices=steady_effects(),
        source="A call that is no longer understood fails.",
    ),
    Parameter(
        "old_calls_order",
        "Calls that only old bundles make",
        "count",
        0,
        "Calls of this order of the component are made only for old bundles, such as those to a service that was "
        "replaced; 0: no such calls.",
        unit="count",
        low=0,
        high=100,
        source="Old bundles need not call anything else.",
    ),
)

COMPONENT = ComponentType(
    name="ui_server",
    label="UI server",
    family="control",
    help="Hands out the bundle of the apps that call the component its arrow leads to. A bundle that goes stale is "
    "run until the app starts again.",
    parameters=PARAMETERS,
    lower=lower,
    explain=explain,
    accepts_calls=False,
    controller="ui_server",
    controls=("station",),
    mechanisms=("bundles",),
)
