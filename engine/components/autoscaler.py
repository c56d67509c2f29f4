"""Autoscaler: starts and stops instances of other components as their load asks for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from engine.design.amounts import count, time_s
from engine.design.kinds import ComponentType, Finding, Parameter
from engine.design.model import Component
from engine.design.rows import Rows


def lower(component: Component, rows: Rows) -> None:
    """It handles no requests."""
    del component, rows


def explain(component: Component, row: Mapping[str, Any]) -> Sequence[Finding]:
    """How much it did."""
    told = row.get("controller") or {}
    started, stopped = told.get("started", 0), told.get("stopped", 0)
    if not started + stopped:
        return [Finding(component.id, "notice", f"{component.label} had nothing to do.")]
    return [
        Finding(component.id, "notice", f"{component.label} started {started:,} instances and stopped {stopped:,}.")
    ]


PARAMETERS = (
    Parameter(
        "metric",
        "Metric",
        "choice",
        "cpu",
        "What is held at the target: cpu is the share of busy slots; rps, concurrency and queue are requests a second, "
        "requests inside and requests waiting of one instance. schedule goes by the clock alone; predictive is cpu "
        "where the load is expected to be when a boot that begins now is over.",
        choices=("cpu", "rps", "concurrency", "queue", "schedule", "predictive"),
        source="Utilisation is the default of most autoscalers, and the one that saturates.",
    ),
    Parameter(
        "target",
        "Target utilisation",
        "number",
        0.6,
        "Utilisation that cpu and predictive aim at.",
        unit="ratio",
        low=0.05,
        high=0.95,
        source="Choice of Backlot: 40 % of room for what comes before new instances are ready.",
    ),
    Parameter(
        "target_per_instance",
        "Target of an instance",
        "number",
        60.0,
        "What rps, concurrency and queue aim at: requests a second, inside or waiting of one instance.",
        unit="",
        low=0.01,
        high=1_000_000.0,
        source="Choice of Backlot: 60 % of an instance that can do 100 requests a second.",
        advanced=True,
    ),
    count("min", "Least instances", 1, 1, 256, "It never goes below this.", "One instance keeps a service alive."),
    count("max", "Most instances", 32, 1, 256, "It never goes above this.", "Choice of Backlot: a quota."),
    time_s("window_s", "Window", 60.0, 1.0, 600.0, "Over how long the metric is averaged.", "A minute is usual."),
    time_s("eval_s", "Time between looks", 60.0, 1.0, 600.0, "How often it decides.", "A minute is usual."),
    time_s(
        "boot_s",
        "Boot time",
        180.0,
        0.0,
        3_600.0,
        "From starting an instance until it takes requests; it is paid for from the start.",
        "A virtual machine takes minutes, a container about 15 s.",
    ),
    time_s(
        "cooldown_in_s",
        "Rest before scaling in",
        300.0,
        0.0,
        3_600.0,
        "Nothing is stopped for this long after the last change.",
        "The default rest of Kubernetes and of most clouds is 300 s.",
    ),
    Parameter(
        "step_max",
        "Largest step",
        "number",
        2.0,
        "At one look the number of instances is multiplied or divided by at most this.",
        unit="x",
        low=1.1,
        high=10.0,
        source="Doubling is the usual limit.",
        advanced=True,
    ),
    count(
        "buffer",
        "Buffer",
        0,
        0,
        200,
        "Instances kept besides those that the load asks for.",
        "Choice of Backlot: none, so that its worth can be tried.",
    ),
    Parameter(
        "forecast_error",
        "Error of the forecast",
        "number",
        0.1,
        "How far predictive is wrong at most, as a share of the load that it expects.",
        unit="ratio",
        low=0.0,
        high=1.0,
        source="Choice of Backlot: a tenth.",
        advanced=True,
    ),
    time_s(
        "scheduled_at_s", "Scheduled from", 0.0, 0.0, 86_400.0, "When the schedule begins.", "The start of the run."
    ),
    time_s("scheduled_for_s", "Scheduled for", 900.0, 1.0, 86_400.0, "How long it lasts.", "A quarter of an hour."),
    count(
        "scheduled_instances",
        "Scheduled instances",
        6,
        1,
        256,
        "Instances that schedule wants while it lasts; the least instances otherwise.",
        "Choice of Backlot: twice the default of a service.",
    ),
)

COMPONENT = ComponentType(
    name="autoscaler",
    label="Autoscaler",
    family="control",
    help="Starts and stops instances of the components that its arrows lead to, as their load asks for it.",
    parameters=PARAMETERS,
    lower=lower,
    explain=explain,
    accepts_calls=False,
    controller="autoscaler",
    controls=("station",),
)
