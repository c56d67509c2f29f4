"""Holds the objectives of a design against a summary."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from engine.design.model import Objective


def judge_objectives(objectives: Sequence[Objective], summary: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Each objective with what was measured and whether it holds; nothing measured does not hold."""
    judged = []
    for each in objectives:
        measured = _measured(each, summary)
        judged.append(
            {
                "metric": each.metric,
                "of": each.of,
                "at_most": each.at_most,
                "at_least": each.at_least,
                "measured": measured,
                "holds": measured is not None and _holds(each, measured),
            }
        )
    return judged


def _holds(objective: Objective, measured: float) -> bool:
    low = objective.at_least is None or measured >= objective.at_least
    high = objective.at_most is None or measured <= objective.at_most
    return low and high


def _measured(objective: Objective, summary: Mapping[str, Any]) -> float | None:
    tables = (summary["components"], summary["connections"], summary["classes"])
    row = next((table[objective.of] for table in tables if objective.of in table), None)
    if row is None:
        return None
    if objective.metric.startswith("latency_s_"):
        value = row["latency_s"][objective.metric.removeprefix("latency_s_")]
    elif objective.metric in ("ok_ratio", "error_ratio"):
        value = _ratio(row, objective.metric)
    else:
        value = row.get(objective.metric)
    return None if value is None else float(value)


def _ratio(row: Mapping[str, Any], metric: str) -> float | None:
    """Share of what is over that went well, or that failed."""
    if "ok" in row:
        good, bad = row["ok"], row["error"] + row["shed"]
    elif "completions" in row:
        good, bad = row["completions"], sum(row["errors"].values())
    else:
        good, bad = row["latency_s"]["count"], row["failures"]
    if good + bad == 0:
        return None
    return float((good if metric == "ok_ratio" else bad) / (good + bad))
