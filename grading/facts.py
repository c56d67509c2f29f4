"""What is known about an attempt: its design, the records of its runs, and what the person answered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from engine.design.model import Design
from grading.experiment import Experiment
from grading.predicate import Window


@dataclass(frozen=True, slots=True)
class RunRecord:
    """What is kept of one finished run: its summary, the layout of its frames, and the frames in order."""

    seed: int
    summary: Mapping[str, Any]
    layout: Mapping[str, Any]
    frames: Sequence[Mapping[str, Any]]

    @property
    def span_s(self) -> tuple[float, float]:
        """From when to when the summary measures, in seconds."""
        return float(self.summary["measured_from_s"]), float(self.summary["clock_s"])


@dataclass(frozen=True, slots=True)
class Facts:
    """What one seed of one experiment has shown, and what holds of the drawing whatever was run.

    `records` are the runs of this seed: one of the whole experiment, and one more for each part of which a summary is
    needed. `baseline` is the same of the start design. `answers` are what the person said before, by step.
    """

    design: Design
    experiment: Experiment | None = None
    records: Sequence[RunRecord] = ()
    baseline: Facts | None = None
    answers: Mapping[str, Any] = field(default_factory=dict)

    @property
    def whole(self) -> RunRecord | None:
        """The longest run: its frames show everything."""
        return max(self.records, key=_length_s, default=None)

    def summary_of(self, span_s: tuple[float, float]) -> Mapping[str, Any] | None:
        """The summary that begins and ends with a span."""
        found = (each for each in self.records if _same(each.span_s, span_s))
        return next((each.summary for each in found), None)

    def span_s(self, window: Window | None) -> tuple[float, float] | None:
        """A window in seconds; the measured part of the whole run when none is given."""
        if self.experiment is None:
            return self.whole.span_s if self.whole else None
        return self.experiment.span_s(window)

    def label(self, name: str) -> str:
        """What a person called a component."""
        return next((each.label or each.id for each in self.design.components if each.id == name), name)


@dataclass(frozen=True, slots=True)
class Piece:
    """One frame of a window: from when to when, and the numbers of one row (or the totals) by metric."""

    begin_s: float
    end_s: float
    numbers: Mapping[str, float | None]

    @property
    def length_s(self) -> float:
        """How long it is."""
        return self.end_s - self.begin_s


def pieces(record: RunRecord, table: str, row: str, span_s: tuple[float, float]) -> list[Piece]:
    """The frames that lie in a span (a frame that lies across its edge belongs to where its middle is), of one row.

    `table` is "total", "component", "connection" or "policy"; `row` is the id, and of no meaning for totals.
    Raises KeyError when there is no such row.
    """
    metrics = record.layout[f"{table}_metrics"]
    place = (
        None if table == "total" else list(record.layout[_plural(table)]).index(row) if _has(record, table, row) else -1
    )
    if place == -1:
        raise KeyError(row)
    found = []
    for begin_s, end_s, frame in frames_in(record, span_s):
        numbers = frame["totals"] if place is None else frame[_plural(table)][place]
        found.append(Piece(begin_s, end_s, dict(zip(metrics, numbers, strict=False))))
    return found


def frames_in(record: RunRecord, span_s: tuple[float, float]) -> Iterator[tuple[float, float, Mapping[str, Any]]]:
    """(beginning, end, frame) of all that have their middle within a span, in seconds."""
    begin_s = 0.0
    for frame in record.frames:
        end_s = float(frame["clock_s"])
        if span_s[0] <= (begin_s + end_s) / 2.0 < span_s[1]:
            yield begin_s, end_s, frame
        begin_s = end_s


def binned(values: Sequence[tuple[Piece, float]], bin_s: float) -> Iterator[float]:
    """Means over pieces of at least `bin_s` in a row; every value for itself when that is 0."""
    total, length_s = 0.0, 0.0
    for piece, value in values:
        total, length_s = total + value * piece.length_s, length_s + piece.length_s
        if length_s + 1e-9 >= bin_s:
            yield total / length_s
            total, length_s = 0.0, 0.0


def _has(record: RunRecord, table: str, row: str) -> bool:
    return row in record.layout[_plural(table)]


def _plural(table: str) -> str:
    return {"component": "components", "connection": "connections", "policy": "policies"}[table]


def _same(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return abs(one[0] - other[0]) < 1e-6 and abs(one[1] - other[1]) < 1e-6


def _length_s(record: RunRecord) -> tuple[float, float]:
    begin_s, end_s = record.span_s
    return end_s, -begin_s
