"""Steering: ranks the edges that viewers may ask, by how near, how free and how full of titles they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from engine.design.amounts import count, time_s
from engine.design.carriers import SteeringPlan
from engine.design.kinds import ComponentType, Finding, Parameter
from engine.design.model import Component
from engine.design.rows import Rows

SHEET = "Parameter sheet of Backlot; see docs/engine/dataplane.md."


def lower(component: Component, rows: Rows) -> None:
    """It handles no requests."""
    del component, rows


def guiding(component: Component) -> SteeringPlan:
    """How it ranks."""
    given = component.parameters
    return SteeringPlan(
        refresh_s=float(given["refresh_s"]),
        heartbeat_s=float(given["health_from_heartbeat_s"]),
        candidates=int(given["candidates"]),
        proximity=float(given["proximity"]),
        load=float(given["load"]),
        content=float(given["content"]),
    )


def explain(component: Component, row: Mapping[str, Any]) -> Sequence[Finding]:
    """How often the nearest edge could not be asked."""
    told = row.get("controller") or {}
    asked = told.get("asked", 0)
    if not asked:
        return [Finding(component.id, "notice", f"Nobody asked {component.label} for an edge.")]
    missed = {name: told[f"{name}_misses"] / asked for name in ("content", "health")}
    text = (
        f"{component.label} sent {told['reranked']:,} new rankings; the first choice lacked the title for"
        f" {missed['content']:.1%} of the segments, and was down for {missed['health']:.1%}."
    )
    return [Finding(component.id, "warning" if missed["health"] > FEW else "good", text)]


FEW = 0.01
"""Share of segments whose edge was down that goes unnoticed."""


def _weight(name: str, label: str, default: float, help_text: str) -> Parameter:
    return Parameter(name, label, "number", default, help_text, unit="ratio", low=0.0, high=1.0, source=SHEET)


COMPONENT = ComponentType(
    name="steering",
    label="Steering",
    family="bytes",
    help="Tells players which edges to ask. Arrows lead to the edges that it ranks; without it viewers ask the nearest "
    "one that holds the title.",
    parameters=(
        time_s("refresh_s", "Ranks every", 60.0, 1.0, 600.0, "How often players get a new ranking.", SHEET),
        count("candidates", "Candidates", 3, 1, 16, "Edges that a player is told.", SHEET),
        _weight("proximity", "Weight of nearness", 0.6, "How much a short round trip counts."),
        _weight("load", "Weight of room", 0.3, "How much unused capacity counts."),
        _weight("content", "Weight of content", 0.1, "How much it counts that an edge holds what is watched."),
        time_s(
            "health_from_heartbeat_s", "Heartbeat", 60.0, 1.0, 600.0, "After it an edge is known to be down.", SHEET
        ),
    ),
    lower=lower,
    explain=explain,
    accepts_calls=False,
    controls=("tier",),
    guiding=guiding,
)
