"""Recommender: pages made for a person, in advance, soon after something happened, or when they are asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from engine.design.amounts import count
from engine.design.findings import share_for_people
from engine.design.kinds import ComponentType, Finding, Parameter
from engine.design.model import Component
from engine.design.rows import Rows

SHEET = "Parameter sheet of Backlot; see docs/engine/control.md."
OWN = "Choice of Backlot."
MODES, FALLBACKS = ("offline", "nearline", "online"), ("popular rows", "nothing")


def lower(component: Component, rows: Rows) -> None:
    """It handles no requests."""
    del component
    rows.role("learner")


def explain(component: Component, row: Mapping[str, Any]) -> Sequence[Finding]:
    """What was taken, how fresh it was, what it cost, and how often popular rows had to do."""
    told = row.get("controller") or {}
    if not told.get("pages"):
        return [Finding(component.id, "notice", f"Nobody asked {component.label} for a page.")]
    text = f"{share_for_people(told['take_ratio'])} of {told['pages']:,} pages of {component.label} led to a play"
    if told["age_h_mean"] is not None:
        text += f"; what they knew was {told['age_h_mean']:.3g} h old on average"
    text += f". They cost {told['compute_hours']:.3g} h of computing."
    found = [Finding(component.id, "notice", text)]
    if told["fallback_ratio"]:
        text = f"{share_for_people(told['fallback_ratio'])} of the pages of {component.label} were a substitute."
        found.append(Finding(component.id, "warning", text))
    return found


def _hours(name: str, label: str, default: float, help_text: str, source: str = SHEET) -> Parameter:
    return Parameter(name, label, "number", default, help_text, unit="h", low=0.01, high=1_000.0, source=source)


def _ratio(name: str, label: str, default: float, help_text: str) -> Parameter:
    return Parameter(name, label, "number", default, help_text, unit="ratio", low=0.0, high=1.0, source=SHEET)


COMPONENT = ComponentType(
    name="recommender",
    label="Recommender",
    family="control",
    help="Decides what is on the pages that its arrows' targets answer with: fresh and dear, or stale and cheap.",
    parameters=(
        Parameter(
            "mode",
            "When",
            "choice",
            "nearline",
            "Offline for all people in batches, nearline soon after each event, online with every request.",
            choices=MODES,
            source=SHEET,
        ),
        _hours("offline_period_h", "Batch every", 24.0, "From the begin of one to that of the next."),
        _hours("batch_h", "Batch takes", 6.0, "It is used when it is over.", OWN),
        Parameter(
            "nearline_s",
            "Nearline after",
            "number",
            30.0,
            "From what a person did until it is known.",
            "s",
            0.0,
            86_400.0,
            source=SHEET,
        ),
        Parameter("online_ms", "Computing", "number", 45.0, "For one page.", "ms", 0.01, 10_000.0, source=SHEET),
        count("profiles", "People", 100_000, 1, 500_000_000, "For whom a batch makes pages.", OWN),
        _ratio("quality", "Worth when fresh", 0.8, "Share of pages that lead to a play."),
        _ratio("popular", "Worth of popular rows", 0.55, "Share of pages that lead to a play; the least there is."),
        _hours("staleness_half_life_h", "Half-life", 24.0, "In which half of what was known of a person is lost."),
        Parameter(
            "fallback",
            "When it is down",
            "choice",
            "popular rows",
            "What is shown while what its arrows lead to does not answer.",
            choices=FALLBACKS,
            source=SHEET,
        ),
        Parameter(
            "hour_s",
            "Length of an hour",
            "number",
            2.0,
            "How long an hour is in simulated time; a real one has 3 600 s.",
            unit="s",
            low=0.1,
            high=3_600.0,
            source="Choice of Backlot: a day in less than a minute.",
        ),
    ),
    lower=lower,
    explain=explain,
    accepts_calls=False,
    controller="recommender",
    controls=("station",),
    mechanisms=("learner",),
    acts=False,
)
