"""Global traffic manager: tells clients by DNS which region to use, and clients remember the answer for a while."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from engine.design.kinds import ComponentType, Finding, Parameter, Price
from engine.design.model import Component
from engine.design.rows import Rows


def lower(component: Component, rows: Rows) -> None:
    """Its calls carry shares, which its controller changes; a name that is remembered costs no time."""
    del component
    rows.steering()


def explain(component: Component, row: Mapping[str, Any]) -> Sequence[Finding]:
    """How often it sent clients elsewhere."""
    told = row.get("controller") or {}
    changes = told.get("changes", 0)
    text = (
        f"{component.label} changed its answer {changes:,} times."
        if changes
        else f"{component.label} never changed its answer."
    )
    return [Finding(component.id, "notice" if changes else "good", text)]


COMPONENT = ComponentType(
    name="traffic_manager",
    label="Traffic manager",
    family="entry",
    help="Directs clients to regions by DNS: they keep an answer until its time to live is over, even one that leads "
    "to a lost region. Give each of its connections a share.",
    parameters=(
        Parameter(
            "ttl_s",
            "Time to live",
            "number",
            60.0,
            "How long clients keep an answer; theirs are of all ages, so they move evenly over this time.",
            unit="s",
            low=1.0,
            high=3_600.0,
            source="Common for names that may have to move.",
        ),
        Parameter(
            "policy",
            "Policy",
            "choice",
            "weighted",
            "weighted: by the shares of its connections. nearest: all to the shortest delay. failover: all to the "
            "greatest share. Each among the regions that are well.",
            choices=("weighted", "nearest", "failover"),
            source="The three that DNS services offer most.",
        ),
        Parameter(
            "health_interval_s",
            "Health check every",
            "number",
            10.0,
            "How often each region is asked whether it is well.",
            unit="s",
            low=1.0,
            high=60.0,
            source="Fast health checks of DNS services.",
            advanced=True,
        ),
        Parameter(
            "fail_after",
            "Checks that must fail",
            "count",
            3,
            "A region counts as lost after so many failed checks in a row, and as well after as many good ones.",
            unit="count",
            low=1,
            high=10,
            source="Default of DNS health checks.",
            advanced=True,
        ),
        Parameter(
            "overrun_ratio",
            "Clients that keep answers too long",
            "number",
            0.02,
            "Share of clients whose resolver keeps an answer ten times as long as it should.",
            unit="ratio",
            low=0.0,
            high=0.3,
            source="Choice of Backlot: there are always some.",
            advanced=True,
        ),
    ),
    lower=lower,
    explain=explain,
    controller="traffic_manager",
    mechanisms=("steering",),
    price=Price(component_per_h=0.2),
)
