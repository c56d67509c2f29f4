"""Artwork: which picture of a title is shown, learned from what people take."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from engine.design.amounts import count
from engine.design.discovery import bandit_types
from engine.design.findings import share_for_people
from engine.design.kinds import ComponentType, Finding, Parameter
from engine.design.model import Component
from engine.design.rows import Rows

SHEET = "Parameter sheet of Backlot; see docs/engine/control.md."


def lower(component: Component, rows: Rows) -> None:
    """It handles no requests."""
    del component
    rows.role("learner")


def explain(component: Component, row: Mapping[str, Any]) -> Sequence[Finding]:
    """What was taken, beside chance and the best choice."""
    told = row.get("controller") or {}
    if not told.get("impressions"):
        return [Finding(component.id, "notice", f"{component.label} showed nothing.")]
    taken, any_one, best = (share_for_people(told[each]) for each in ("take_ratio", "random_ratio", "best_ratio"))
    text = f"{component.label} showed {told['impressions']:,} pictures, of which {taken} were taken; any picture gives"
    text += f" {any_one}, the best for everyone {best}. Learning cost {told['regret']:,.0f} takes."
    return [Finding(component.id, "notice", text)]


def _ratio(name: str, label: str, default: float, help_text: str) -> Parameter:
    return Parameter(name, label, "number", default, help_text, unit="ratio", low=0.0, high=1.0, source=SHEET)


COMPONENT = ComponentType(
    name="artwork",
    label="Artwork bandit",
    family="control",
    help="Shows a picture with every request of what its arrows lead to, and learns which one people take.",
    parameters=(
        count("arms", "Pictures", 6, 2, 50, "Of a title.", SHEET),
        Parameter(
            "policy",
            "Rule",
            "choice",
            "thompson",
            "How a picture is chosen.",
            choices=tuple(bandit_types()),
            source=SHEET,
            said={name: (kind.label, kind.help) for name, kind in bandit_types().items()},
        ),
        count("segments", "Segments", 2, 1, 10, "Kinds of people, who like other pictures best.", SHEET),
        _ratio("least_take", "Worst picture", 0.04, "Share of impressions that are taken."),
        _ratio("greatest_take", "Best picture", 0.09, "The others lie evenly in between."),
        _ratio("epsilon", "Epsilon", 0.1, "Share of impressions with any picture, for the rule that has one."),
    ),
    lower=lower,
    explain=explain,
    accepts_calls=False,
    controller="artwork",
    controls=("station",),
    mechanisms=("learner",),
    acts=False,
)
