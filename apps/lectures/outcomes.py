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

FRAMES_MOST, TALLIES_KEPT = 1_200, 2_000
PART_OF_MOST = 0.3
WAITS, STANDS, FELL = "waits", "stands", "fell"


@dataclass(frozen=True)
class Fate:
    """`state` is waits, stands or fell; `ok_ratio` what went well since the failure; `why` names the greatest loss."""

    state: str
    ok_ratio: float | None = None
    why: str = ""


class Tally:
    """What the frames of a run since a failure add up to; each frame is read once."""

    def __init__(self, layout: Mapping[str, Any], since_frame: int) -> None:
        self.layout, self.last = layout, since_frame - 1
        self.good = self.bad = 0.0
        self.failures: dict[str, float] = {}
        self.loads: dict[str, float] = {}

    def add(self, frame: Mapping[str, Any]) -> None:
        """One more frame."""
        self.last = int(frame.get("n", self.last + 1))
        well, badly = outcome_rates(dict(zip(self.layout["total_metrics"], frame["totals"], strict=False)), "total")
        self.good, self.bad = self.good + well, self.bad + badly
        _count(self.failures, self.layout, frame, ("connection", "connections", "errors_per_s"))
        _count(self.loads, self.layout, frame, ("component", "components", "utilisation"))

    def fate(self, objective: float, arrows: Mapping[str, tuple[str, str]]) -> Fate:
        """Whether the design stands. `arrows` has from where to where connections lead, by id."""
        if self.good + self.bad <= 0.0:
            return Fate(WAITS)
        ratio = self.good / (self.good + self.bad)
        if ratio >= objective:
            return Fate(STANDS, ratio)
        return Fate(FELL, ratio, _greatest_loss(self.failures, self.loads, arrows))


_tallies: dict[tuple[object, int], Tally] = {}


def fate(run: Run, since_frame: int | None, objective: float, arrows: Mapping[str, tuple[str, str]]) -> Fate:
    """How a run has fared since a frame; it waits as long as nothing has come to it."""
    if since_frame is None or run.layout is None:
        return Fate(WAITS)
    if len(_tallies) >= TALLIES_KEPT:
        _tallies.clear()
    tally = _tallies.setdefault((run.pk, since_frame), Tally(run.layout, since_frame))
    for each in frames_after(connect(), run.pk, tally.last, FRAMES_MOST):
        tally.add(orjson.loads(each))
    return tally.fate(objective, arrows)


def judged(
    layout: Mapping[str, Any],
    frames: Sequence[Mapping[str, Any]],
    objective: float,
    arrows: Mapping[str, tuple[str, str]],
) -> Fate:
    """What frames since a failure say."""
    tally = Tally(layout, 1)
    for each in frames:
        tally.add(each)
    return tally.fate(objective, arrows)


def _greatest_loss(
    failures: Mapping[str, float], loads: Mapping[str, float], arrows: Mapping[str, tuple[str, str]]
) -> str:
    """The connection on which most calls failed, as far down as losses reach: who asks fails with who is asked. Without
    any the component that is busiest."""
    most = max(failures.values(), default=0.0)
    many = {name: count for name, count in failures.items() if count > 0.0 and count >= PART_OF_MOST * most}
    asking = {arrows[name][0] for name in many if name in arrows}
    last = {name: count for name, count in many.items() if name not in arrows or arrows[name][1] not in asking}
    chosen = last or many or loads
    return max(chosen, key=lambda name: (chosen[name], name), default="")


def _count(
    totals: dict[str, float], layout: Mapping[str, Any], frame: Mapping[str, Any], what: tuple[str, str, str]
) -> None:
    table, rows, metric = what
    metrics = list(layout[f"{table}_metrics"])
    if metric not in metrics:
        return
    place = metrics.index(metric)
    for name, row in zip(layout[rows], frame[rows], strict=False):
        more = float(row[place] or 0.0) if len(row) > place else 0.0
        totals[name] = totals.get(name, 0.0) + more
