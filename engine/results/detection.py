"""Whether alerts were right: those of a run held against what was done to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import inf
from typing import Any


def detection_of(log: Sequence[Mapping[str, Any]], watcher: str, told: Mapping[str, Any]) -> dict[str, Any]:
    """How many failures of the log were noticed, how long after they began (mean, s), and how many alerts were false.

    `told` is what the controller `watcher`, which has alerts, reports. A failure is noticed by the first alert that is
    raised after it began and, when it was healed, at most `notices_within_s` after that; an alert at such a time
    belongs to it, any other alert is false. What is done to the watcher itself is not for it to notice.
    """
    grace_s = float(told["notices_within_s"])
    spans = [(began_s, ended_s + grace_s) for began_s, ended_s in _failures(log, watcher)]
    raised = [float(each["raised_s"]) for each in told["alerts"]]
    times = [min((at_s - first for at_s in raised if first < at_s <= end), default=None) for first, end in spans]
    noticed = [each for each in times if each is not None]
    return {
        "failures": len(spans),
        "detected": len(noticed),
        "detect_s_mean": sum(noticed) / len(noticed) if noticed else None,
        "false_alarms": sum(not any(first < at_s <= end for first, end in spans) for at_s in raised),
    }


def _failures(log: Sequence[Mapping[str, Any]], watcher: str) -> list[tuple[float, float]]:
    """When each failure began and when it was healed (inf when it was not), in seconds."""
    done = [each for each in log if each["origin"] != "controller" and each["target"] != watcher]
    healed = [each for each in done if each["heal"]]
    found = []
    for each in (entry for entry in done if not entry["heal"]):
        ends = [
            after["clock_s"]
            for after in healed
            if (after["failure"], after["target"]) == (each["failure"], each["target"])
            and after["clock_s"] >= each["clock_s"]
        ]
        found.append((float(each["clock_s"]), float(min(ends, default=inf))))
    return found
