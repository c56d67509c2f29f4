"""Telemetry: scrapes what it watches, raises alerts, and costs by the gigabyte."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from engine.design.findings import share_for_people, time_for_people
from engine.design.kinds import ComponentType, Finding, Parameter
from engine.design.model import Component
from engine.design.rows import Rows


def lower(component: Component, rows: Rows) -> None:
    """It handles no requests."""
    del component
    rows.role("collector")


def explain(component: Component, row: Mapping[str, Any]) -> Sequence[Finding]:
    """What it saw, how fast, what it did not see, and what that cost."""
    told = row.get("controller") or {}
    name, label = component.id, component.label
    found = [Finding(name, "notice", _alerts(label, told))]
    if told.get("missed"):
        share = share_for_people(told["missed"] / told["scrapes"])
        text = f"{label} missed {share} of its scrapes: its collector had more to take than it can."
        found.append(Finding(name, "warning", text))
    if told.get("dark"):
        share = share_for_people(told["dark"] / told["scrapes"])
        text = f"{label} was down for {share} of its scrapes: meanwhile no alert was raised or cleared."
        found.append(Finding(name, "warning", text))
    if told.get("blind"):
        text = f"{label} does not watch {', '.join(told['blind'][:5])}: what goes wrong there may not be seen."
        found.append(Finding(name, "warning", text))
    if told.get("gb_per_day"):
        text = f"{label} collects {told['gb_per_day']:,.3g} GB a day for {told['credits_per_day']:,.3g} credits."
        found.append(Finding(name, "notice", text))
    return found


def _alerts(label: str, told: Mapping[str, Any]) -> str:
    text = f"{label} raised {len(told.get('alerts', ())):,} alerts"
    held = told.get("detection") or {}
    if held.get("failures"):
        text += f" and noticed {held['detected']:,} of {held['failures']:,} failures"
    if held.get("detect_s_mean") is not None:
        text += f", {time_for_people(held['detect_s_mean'])} after they began"
    if held.get("false_alarms"):
        text += f"; {held['false_alarms']:,} alerts had no failure behind them"
    return f"{text}."


def _number(
    name: str, label: str, default: float, help_text: str, bounds: tuple[str, float, float], source: str
) -> Parameter:
    unit, low, high = bounds
    return Parameter(name, label, "number", default, help_text, unit=unit, low=low, high=high, source=source)


COMPONENT = ComponentType(
    name="telemetry",
    label="Telemetry",
    family="control",
    help="Reads the counters of what its arrows lead to now and then, and raises alerts that stand in the log.",
    parameters=(
        _number(
            "scrape_s",
            "Time between scrapes",
            10.0,
            "How often the counters are read.",
            ("s", 1.0, 600.0),
            "Common settings lie between ten seconds and a minute.",
        ),
        Parameter(
            "alert_windows",
            "Windows before an alert",
            "count",
            3,
            "So many scrapes in a row must be bad before an alert is raised, and good before it is cleared.",
            unit="count",
            low=1,
            high=100,
            source="Choice of Backlot: one bad window is noise, three are a trend.",
        ),
        _number(
            "error_above",
            "Alert on errors above",
            0.05,
            "Share of the work of a window that failed; 1 never alerts.",
            ("ratio", 0.0, 1.0),
            "Choice of Backlot: far above the errors of a healthy service.",
        ),
        _number(
            "p99_above_ms",
            "Alert on p99 above",
            1_000.0,
            "The 99th percentile of the latencies of a window.",
            ("ms", 0.1, 600_000.0),
            "Choice of Backlot: the default timeout of a call.",
        ),
        _number(
            "utilisation_above",
            "Alert on utilisation above",
            0.95,
            "Share of the slots that were busy in a window; 1 never alerts.",
            ("ratio", 0.0, 1.0),
            "Choice of Backlot: nearly nothing is left.",
        ),
        _number(
            "trace_sample",
            "Share of requests traced",
            0.01,
            "Each piece of work of such a request is collected as a span.",
            ("ratio", 0.0, 1.0),
            "One in a hundred is a common setting.",
        ),
        Parameter(
            "tail_sample",
            "Keeps all errors",
            "flag",
            True,
            "Work that failed is collected whatever the draw: just when there is much of it.",
            source="Sampling at the tail keeps what is worth reading.",
        ),
        _number(
            "collector_kb_per_s",
            "Room of the collector",
            1_000.0,
            "What it can take; with more than that on the way a scrape is missed.",
            ("kB/s", 0.1, 1_000_000.0),
            "Choice of Backlot: plenty, until every error is traced.",
        ),
        _number(
            "cost_per_gb",
            "Price of a gigabyte",
            0.10,
            "Credits for a gigabyte that is collected.",
            ("credits", 0.0, 10.0),
            "Choice of Backlot: dear enough that sampling pays.",
        ),
    ),
    lower=lower,
    explain=explain,
    accepts_calls=False,
    controller="telemetry",
    controls=("station",),
    mechanisms=("collector",),
    acts=False,
)
