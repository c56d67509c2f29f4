"""The frames of a run as series: one for each metric of each thing that frames tell of."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import orjson

from apps.common.words import t
from apps.runs.formats import NothingThere
from apps.runs.live.archive import archived
from apps.runs.models import Run

FRAMES_MOST = 1_200
NUMBERS_MOST = 400_000
"""Longer tables than this are written with every second, third, … frame; the numbers of frames say which."""

KINDS = (
    ("component", "components", "component_metrics"),
    ("connection", "connections", "connection_metrics"),
    ("policy", "policies", "policy_metrics"),
)


@dataclass(frozen=True)
class Column:
    """One series: `part` and `row` say where it stands in a frame (no row: in a plain list), `place` where there."""

    kind: str
    id: str
    label: str
    metric: str
    part: str
    row: int | None
    place: int

    def of(self, frame: dict[str, Any]) -> float | None:
        """Its number in a frame; None where nothing happened."""
        values = frame[self.part] if self.row is None else frame[self.part][self.row]
        return None if values[self.place] is None else float(values[self.place])


@dataclass(frozen=True)
class Series:
    """All series of a run over its frames, or over one in `every`."""

    run: Run
    columns: list[Column]
    frames: list[dict[str, Any]]
    every: int

    @property
    def began_s(self) -> float:
        """When the clock of the run stood at 0: when it was started, in seconds since 1970."""
        return (self.run.started or self.run.created).timestamp()


def series_of(run: Run) -> Series:
    """The series of a run that has ended."""
    if not run.has_ended:
        raise NothingThere(t("The run has not ended yet; its series come when it has."))
    if run.layout is None or not run.frames_done:
        raise NothingThere(t("This run left no frames."))
    columns = list(_columns(run, run.layout))
    every = max(1, math.ceil(len(columns) * run.frames_done / NUMBERS_MOST))
    packed = archived(run.pk, 0, FRAMES_MOST)
    return Series(run, columns, [orjson.loads(each) for each in packed[::every]], every)


def _columns(run: Run, layout: dict[str, Any]) -> Iterator[Column]:
    labels = _labels(run)
    for place, metric in enumerate(layout["total_metrics"]):
        yield Column("requests", "", t("All requests"), metric, "totals", None, place)
    for kind, part, metrics in KINDS:
        for row, name in enumerate(layout[part]):
            for place, metric in enumerate(layout[metrics]):
                yield Column(kind, name, labels.get(name, name), metric, part, row, place)
    viewers = layout.get("viewers") or {"ids": [], "metrics": []}
    for row, name in enumerate(viewers["ids"]):
        for place, metric in enumerate(viewers["metrics"]):
            yield Column("viewers", name, labels.get(name, name), metric, "viewers", row, place)


def _labels(run: Run) -> dict[str, str]:
    return {each["id"]: each.get("label") or each["id"] for each in json.loads(run.document)["components"]}
