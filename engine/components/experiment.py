"""Experiment: breaks something for a small share of the requests, and stops as soon as they are worse off."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from engine.design.amounts import time_s
from engine.design.discovery import build_types
from engine.design.findings import time_for_people
from engine.design.kinds import ComponentType, Finding, Parameter
from engine.design.model import Component
from engine.design.rows import Rows


def lower(component: Component, rows: Rows) -> None:
    """It handles no requests."""
    del component, rows


def explain(component: Component, row: Mapping[str, Any]) -> Sequence[Finding]:
    """What the experiment found."""
    told, label = row.get("controller") or {}, component.label
    met = f"{told.get('exposed', 0):,} requests met its fault"
    if told.get("detected_s") is not None:
        text = f"{label} was broken off after {time_for_people(told['detected_s'])}: {met} and were worse off."
        return [Finding(component.id, "warning", text)]
    if told.get("state") == "finished":
        return [Finding(component.id, "good", f"{label} found no harm: {met}.")]
    return [Finding(component.id, "notice", f"{label} is {told.get('state', 'waiting')}: {met}.")]


PARAMETERS = (
    time_s("at_s", "Begins at", 60.0, 0.0, 86_400.0, "When the fault comes.", "A minute to see how it was before."),
    time_s(
        "duration_s", "Duration", 300.0, 1.0, 7_200.0, "How long it lasts at most.", "Choice of Backlot: five minutes."
    ),
    time_s("look_s", "Time between looks", 30.0, 1.0, 7_200.0, "How often the two are compared.", "Half a minute."),
    Parameter(
        "canary_share",
        "Share of the calls",
        "number",
        0.01,
        "Share of the calls that meets the fault; an equal share is kept apart as a control.",
        unit="ratio",
        low=0.001,
        high=0.5,
        source="Choice of Backlot: one request in a hundred, as small as can be told apart.",
    ),
    Parameter(
        "canary_instances",
        "Instances of each side",
        "count",
        1,
        "Instances that serve those who meet the fault, and as many for the control.",
        unit="count",
        low=1,
        high=64,
        source="One is enough for a hundredth of the calls.",
        advanced=True,
    ),
    time_s(
        "boot_s", "Boot time", 15.0, 0.0, 3_600.0, "Until a started instance serves.", "A container takes about 15 s."
    ),
    Parameter(
        "effect",
        "Fault",
        "choice",
        "slow",
        "What is done to the calls.",
        choices=tuple(build_types()),
        source="Slowness is the fault that is handled worst.",
    ),
    Parameter(
        "severity",
        "How bad it is",
        "number",
        1.0,
        "How much of the fault there is: 1 is all of it, 0.1 a tenth.",
        unit="ratio",
        low=0.0001,
        high=1.0,
        source="The whole fault.",
        advanced=True,
    ),
    Parameter(
        "metrics",
        "Broken off by",
        "choice",
        "error_ok_ratio",
        "error compares failed shares (one-sided z test), latency the latencies (Mann-Whitney test), ok_ratio the "
        "shares of good answers by the abort ratio.",
        choices=("error", "latency", "ok_ratio", "error_ok_ratio", "error_latency_ok_ratio"),
        source="Failures harm people; that a slowed call is slow is no news.",
    ),
    Parameter(
        "alpha",
        "Level of the tests",
        "number",
        0.05,
        "Chance that a harmless experiment is broken off by one metric, over all looks together.",
        unit="ratio",
        low=0.001,
        high=0.3,
        source="The usual level of a test.",
        advanced=True,
    ),
    Parameter(
        "abort_ratio",
        "Abort ratio",
        "number",
        0.95,
        "It is broken off when the share of good answers is below this much of that of the control.",
        unit="ratio",
        low=0.5,
        high=1.0,
        source="Choice of Backlot: one request in twenty.",
        advanced=True,
    ),
)

COMPONENT = ComponentType(
    name="experiment",
    label="Experiment",
    family="control",
    help="Breaks a component for a small share of its calls, beside a control of equal size, until harm shows.",
    parameters=PARAMETERS,
    lower=lower,
    explain=explain,
    accepts_calls=False,
    controller="deployment",
    controls=("station",),
)
