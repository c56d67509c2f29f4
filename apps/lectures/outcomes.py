"""How a run in a lecture fares: whether it stands, and why not, from its frames while it goes on and its end after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from apps.runs.live.connections import connect
from apps.runs.live.stream import frames_after
from apps.runs.models import Run
from grading.frames import outcome_rates

FRAMES_MOST = 1_200
WAITS, STANDS, FELL = "waits", "stands", "fell"


@dataclass(frozen=True)
class Fate:
    """`state` is waits, stands or fell; `ok_ratio` what went well since the failure; `why` names the greatest loss."""

    state: str
    ok_ratio: float | None = None
    why: str = ""


def fate(run: Run, since_frame: int | None, objective: float) -> Fate:
    """How a run has fared since a frame; it waits as long as nothing has come to it."""
    if since_frame is None or run.layout is None:
        return Fate(WAITS)
    frames = [orjson.loads(each) for each in frames_after(connect(), run.pk, since_frame - 1, FRAMES_MOST)]
    return judged(run.layout, frames, objective)


def judged(layout: Mapping[str, Any], frames: Sequence[Mapping[str, Any]], objective: float) -> Fate:
    """What the frames since a failure say."""
    good = bad = 0.0
    for each in frames:
        numbers = dict(zip(layout["total_metrics"], each["totals"], strict=False))
        well, badly = outcome_rates(numbers, "total")
        good, bad = good + well, bad + badly
    if good + bad <= 0.0:
        return Fate(WAITS)
    ratio = good / (good + bad)
    if ratio >= objective:
        return Fate(STANDS, ratio)
    return Fate(FELL, ratio, _greatest_loss(layout, frames))


def _greatest_loss(layout: Mapping[str, Any], frames: Sequence[Mapping[str, Any]]) -> str:
    """The connection on which most calls failed; else the component that is busiest."""
    failures = _totals(layout, frames, "connection", "connections", "errors_per_s")
    worst = max(failures, key=lambda name: (failures[name], name), default="")
    if worst and failures[worst] > 0.0:
        return worst
    loads = _totals(layout, frames, "component", "components", "utilisation")
    return max(loads, key=lambda name: (loads[name], name), default="")


def _totals(
    layout: Mapping[str, Any], frames: Sequence[Mapping[str, Any]], table: str, rows: str, metric: str
) -> dict[str, float]:
    metrics = layout[f"{table}_metrics"]
    if metric not in metrics:
        return {}
    place = list(metrics).index(metric)
    return {
        name: sum(float(frame[rows][row][place] or 0.0) for frame in frames)
        for row, name in enumerate(layout[rows])
        if all(len(frame[rows][row]) > place for frame in frames)
    }
