"""Chaos monkey: kills instances now and then, so that nobody comes to rely on any one of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from engine.design.kinds import ComponentType, Finding, Parameter
from engine.design.model import Component
from engine.design.rows import Rows


def lower(component: Component, rows: Rows) -> None:
    """It handles no requests."""
    del component, rows


def explain(component: Component, row: Mapping[str, Any]) -> Sequence[Finding]:
    """How often it struck."""
    told = row.get("controller") or {}
    text = f"{component.label} killed {told.get('kills', 0):,} instances in {told.get('days', 0):,} working days."
    return [Finding(component.id, "notice", text)]


COMPONENT = ComponentType(
    name="chaos_monkey",
    label="Chaos monkey",
    family="control",
    help="Kills one instance of each component that its arrows lead to on some working days, between 9 and 15 o'clock.",
    parameters=(
        Parameter(
            "mean_days",
            "Working days between kills",
            "number",
            2.0,
            "Mean of the working days between two kills of one component; each day it is hit with the chance 1/mean.",
            low=1.0,
            high=1_000.0,
            source="Default of the published chaosmonkey: a mean time between kills of two work days.",
        ),
        Parameter(
            "day_s",
            "Length of a day",
            "number",
            60.0,
            "How long a working day is in simulated time; a real one has 86 400 s, which few runs are long enough for.",
            unit="s",
            low=1.0,
            high=86_400.0,
            source="Choice of Backlot: a day a minute, so that a short run sees some kills.",
        ),
        Parameter(
            "replace_s",
            "Time to replace",
            "number",
            30.0,
            "After this time a new instance stands where one was killed; 0 never replaces it.",
            unit="s",
            low=0.0,
            high=86_400.0,
            source="Choice of Backlot: half a day of the default length.",
        ),
    ),
    lower=lower,
    explain=explain,
    accepts_calls=False,
    controller="chaos_monkey",
    controls=("station",),
)
