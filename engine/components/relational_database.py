"""Relational database: one leader answers; when it dies, nobody does until another has taken over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from engine.design import station
from engine.design.findings import explain_station
from engine.design.kinds import ComponentType, Finding, Parameter, Price
from engine.design.model import Component
from engine.design.rows import Rows


def lower(component: Component, rows: Rows) -> None:
    """One instance: the leader."""
    station.lower_station(component, rows, "query_ms_mean", instances_name="")


def explain(component: Component, row: Mapping[str, Any]) -> Sequence[Finding]:
    """How busy it was and how often another leader took over."""
    count = (row.get("controller") or {}).get("failovers", 0)
    text = f"{component.label} lost its leader {count:,} times; nobody answered until another took over."
    return [*explain_station(component, row), *([Finding(component.id, "warning", text)] if count else [])]


COMPONENT = ComponentType(
    name="relational_database",
    label="Relational database",
    family="storage",
    help="A single leader answers all queries. Kill it: after the time of a failover a follower leads.",
    parameters=(
        station.slots(
            30,
            "Queries that it serves at once (connections).",
            "The database of the paper on metastable failures (HotOS 2021): 300 queries a second.",
        ),
        station.time_ms(
            "query_ms_mean",
            "Query time",
            100.0,
            "Mean time of one query.",
            "The database of the paper on metastable failures (HotOS 2021): 300 queries a second.",
        ),
        station.distribution("exponential", "The law of that example; short queries with a few long ones."),
        station.variability(1.0, "Used by lognormal, gamma and two_point only."),
        station.measured_times(),
        station.queue_limit(600, "The waiting line of that example: twice what its clients wait for."),
        station.error_ratio(0.0, "A healthy database; break it to see errors."),
        *station.queue_rules(),
        Parameter(
            "failover_s",
            "Time of a failover",
            "number",
            30.0,
            "From the death of the leader until a follower answers; 0 never fails over.",
            unit="s",
            low=0.0,
            high=600.0,
            source="Managed databases tell of half a minute to two.",
        ),
    ),
    lower=lower,
    explain=explain,
    can_call=False,
    controller="failover",
    mechanisms=("station",),
    price=Price(instance_per_h=0.8),
)
