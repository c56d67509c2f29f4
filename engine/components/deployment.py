"""Deployment: brings a new build to a component, and takes it back when it is worse."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from engine.design.amounts import time_s
from engine.design.bringing import BY_CALL, BY_TIME, severity
from engine.design.discovery import build_types
from engine.design.findings import time_for_people
from engine.design.kinds import ComponentType, Finding, Parameter
from engine.design.model import Component
from engine.design.rows import Rows


def lower(component: Component, rows: Rows) -> None:
    """It handles no requests: it only brings builds."""
    del component
    rows.role("builds")


def explain(component: Component, row: Mapping[str, Any]) -> Sequence[Finding]:
    """How the deployment went, and whom a bad build met."""
    told = row.get("controller") or {}
    label, state = component.label, told.get("state", "waiting")
    if state == "waiting":
        return [Finding(component.id, "notice", f"{label} had nothing to bring.")]
    if not told.get("is_bad"):
        wrong = told.get("is_false_abort")
        text = f"{label} gave up on a build that was good." if wrong else f"{label} is {state}; the build is good."
        return [Finding(component.id, "warning" if wrong else "good", text)]
    met = f"{told.get('exposed', 0):,} requests met the bad build"
    if told.get("detected_s") is None:
        return [Finding(component.id, "critical", f"{label} is {state} and did not see that its build is bad: {met}.")]
    text = f"{label} saw after {time_for_people(told['detected_s'])} that its build is bad; {met}."
    return [Finding(component.id, "warning", text)]


METRICS = (
    "error",
    "latency",
    "ok_ratio",
    "before",
    "error_latency",
    "error_latency_ok_ratio",
    "error_latency_before",
    "error_latency_ok_ratio_before",
)

PARAMETERS = (
    Parameter(
        "strategy",
        "Strategy",
        "choice",
        "canary",
        "all upgrades every instance at once, rolling one by one; redblack starts as many new ones and sends all calls "
        "there; canary sends a share of the calls to a few new ones, and an equal share to as many old ones.",
        choices=("all", "rolling", "redblack", "canary"),
        source="A canary exposes the fewest requests to a bad build.",
    ),
    Parameter(
        "comes",
        "Builds come",
        "choice",
        BY_TIME,
        "When there is a build to bring.",
        choices=(BY_TIME, BY_CALL),
        source="One build, so that a first run shows one.",
        said={
            BY_TIME: ("At a time", "one comes at the time below, and others when somebody brings them."),
            BY_CALL: ("When brought", "only those that somebody brings."),
        },
    ),
    time_s("at_s", "Begins at", 60.0, 0.0, 86_400.0, "When the new build comes.", "A minute to see how it was before."),
    Parameter(
        "canary_share",
        "Share of the canary",
        "number",
        0.01,
        "Share of the calls that goes to the new build of a canary; the baseline gets as much.",
        unit="ratio",
        low=0.001,
        high=0.5,
        source="Choice of Backlot: one request in a hundred.",
    ),
    Parameter(
        "canary_instances",
        "Instances of the canary",
        "count",
        1,
        "New instances of a canary, and as many baselines.",
        unit="count",
        low=1,
        high=64,
        source="One is enough for a hundredth of the calls.",
        advanced=True,
    ),
    time_s(
        "boot_s", "Boot time", 15.0, 0.0, 3_600.0, "Until a started instance serves.", "A container takes about 15 s."
    ),
    time_s("duration_s", "Duration", 600.0, 1.0, 7_200.0, "How long it is watched, or rolled out.", "Ten minutes."),
    time_s(
        "look_s", "Time between looks", 60.0, 1.0, 7_200.0, "How often the builds are compared.", "A minute is usual."
    ),
    Parameter(
        "metrics",
        "Judged by",
        "choice",
        "error_latency_ok_ratio",
        "error compares failed shares (one-sided z test), latency the latencies (Mann-Whitney test), ok_ratio the "
        "shares of good answers by the abort ratio; before compares what fails of everything with what failed before "
        "the build came: it sees what reaches all instances, and blames the build for whatever else goes wrong then.",
        choices=METRICS,
        source="Errors and slowness both hurt.",
    ),
    Parameter(
        "alpha",
        "Level of the tests",
        "number",
        0.05,
        "Chance that a good build is taken back by one metric, over all looks together.",
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
        "The build is taken back when its share of good answers is below this much of the old one's.",
        unit="ratio",
        low=0.5,
        high=1.0,
        source="Choice of Backlot: one request in twenty.",
        advanced=True,
    ),
    time_s(
        "rollback_s", "Time to roll back", 15.0, 0.0, 3_600.0, "From giving up until the old build is back.", "Seconds."
    ),
    Parameter(
        "bad_build_p",
        "Chance of a bad build",
        "number",
        0.05,
        "With this chance something is wrong with the build; 1 to see it surely.",
        unit="ratio",
        low=0.0,
        high=1.0,
        source="Choice of Backlot: one build in twenty.",
    ),
    Parameter(
        "effect",
        "What is wrong with it",
        "choice",
        "fails_often",
        "What a bad build does.",
        choices=tuple(build_types()),
        source="Errors of one code path are the commonest.",
    ),
    severity(is_advanced=True),
)

COMPONENT = ComponentType(
    name="deployment",
    label="Deployment",
    family="control",
    help="Brings a new build to a component, holds it against the old one, and takes it back when it is worse.",
    parameters=PARAMETERS,
    lower=lower,
    explain=explain,
    accepts_calls=False,
    controller="deployment",
    controls=("station",),
    mechanisms=("builds",),
)
