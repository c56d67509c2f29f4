"""Feature flags: switch something on for a share of the requests of another component, and off again."""

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
    """It handles no requests: instances keep what they know of flags."""
    del component, rows


def explain(component: Component, row: Mapping[str, Any]) -> Sequence[Finding]:
    """Where the flag stands."""
    told = row.get("controller") or {}
    if told.get("was_taken_back"):
        return [Finding(component.id, "warning", f"{component.label} took its flag back because of failures.")]
    on = share_for_people(told.get("share_on", 0.0))
    return [Finding(component.id, "notice", f"{component.label} has its flag on for {on} of requests.")]


PARAMETERS = (
    Parameter(
        "percent",
        "Share of requests",
        "number",
        1.0,
        "For how many requests the flag is on.",
        unit="ratio",
        low=0.0,
        high=1.0,
        source="On for all is the end of every rollout.",
    ),
    time_s(
        "on_at_s", "On at", 60.0, 0.0, 86_400.0, "When the flag is switched on.", "A minute to see how it was before."
    ),
    time_s("off_at_s", "Off at", 0.0, 0.0, 86_400.0, "When it is switched off; 0 never.", "Flags stay on for long."),
    time_s(
        "propagation_s",
        "Propagation",
        30.0,
        0.0,
        3_600.0,
        "How long it takes until the last instance knows of a change.",
        "Instances that ask every half a minute.",
    ),
    Parameter(
        "calls_order",
        "Switches the calls of order",
        "count",
        0,
        "Calls of this order of the component are made only where the flag is on; 0 switches no calls.",
        unit="count",
        low=0,
        high=100,
        source="A flag need not add calls.",
    ),
    Parameter(
        "effect",
        "What is wrong with it",
        "choice",
        "nothing",
        "What a bad flag does where it is on.",
        choices=steady_effects(),
        source="Most flags are good.",
    ),
    Parameter(
        "guard_error_ratio",
        "Guard",
        "number",
        0.0,
        "The flag is taken back when more of the component's work fails than this; 0 does not look.",
        unit="ratio",
        low=0.0,
        high=1.0,
        source="Choice of Backlot: nobody watches, so that the harm can be seen.",
    ),
    time_s("look_s", "Time between looks", 30.0, 1.0, 3_600.0, "How often the guard looks.", "Half a minute is usual."),
)

COMPONENT = ComponentType(
    name="feature_flags",
    label="Feature flags",
    family="control",
    help="Switches calls or a change of behaviour of a component on for a share of requests, without a new build.",
    parameters=PARAMETERS,
    lower=lower,
    explain=explain,
    accepts_calls=False,
    controller="feature_flags",
    controls=("station",),
)
