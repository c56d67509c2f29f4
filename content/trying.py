"""What the experiment of a term shows: estimates at every position of the slider, or what a run at one of them gave."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from content.terms import Figure, Trial, design_at
from engine.design.model import Design
from engine.design.quantity import size_of
from engine.estimate.estimate import estimate
from grading.evaluate import measure
from grading.facts import Facts, RunRecord
from grading.kinds import Unmeasured
from grading.language import read_call

# A figure in the unit in which it is shown; None where it grows without bound or nothing was measured.
Number = float | None
SHORT_UNITS = {"/s": "1/s"}


def estimated(trial: Trial) -> list[dict[str, Number]]:
    """All figures at every position, by their ids."""
    return [_of_estimate(trial, design_of(trial, each)) for each in range(len(trial.positions))]


def measured(trial: Trial, design: Design, record: RunRecord) -> dict[str, Number]:
    """All figures of a run, by their ids."""
    facts = Facts(design, None, (record,))
    return {each.id: _measured(each, facts) for each in trial.figures}


def over_time(figure: Figure, record: RunRecord) -> list[tuple[float, float]]:
    """What frames say of `components.store.rate_per_s` or `totals.ok_per_s`, or of such joined by " + ": seconds and
    values, in the shown unit."""
    columns = [_column(record.layout, path) for path in figure.of.split(" + ")]
    found = []
    for frame in record.frames:
        values = [_in_frame(frame, *column) for column in columns if column is not None]
        known = [each for each in values if each is not None]
        if known:
            found.append((float(frame["clock_s"]), in_unit(sum(known), figure.unit)))
    return found


def in_unit(value: float, unit: str) -> float:
    """A value of the engine, in SI units, in the unit in which it is shown."""
    return value / float(size_of(SHORT_UNITS.get(unit, unit)))


def design_of(trial: Trial, position: int) -> Design:
    """The design at a position of the slider; it was read before, so that it can be run."""
    design, errors = design_at(trial, position)
    assert design is not None, errors
    return design


def _of_estimate(trial: Trial, design: Design) -> dict[str, Number]:
    told = estimate(design).to_json()
    return {each.id: _at_path(told, each) for each in trial.figures}


def _at_path(told: Mapping[str, Any], figure: Figure) -> Number:
    value: Any = told
    for name in figure.of.split("."):
        if value is None:
            return None
        value = value[name]
    return None if value is None else in_unit(float(value), figure.unit)


def _measured(figure: Figure, facts: Facts) -> Number:
    try:
        value = measure(read_call(figure.of), facts).value
    except Unmeasured:
        return None
    return in_unit(float(value), figure.unit)


def _column(layout: Mapping[str, Any], path: str) -> tuple[str, int | None, int] | None:
    """Where a value stands in frames: the table, its row (totals have one alone), and the column; None if nowhere."""
    table, *place, metric = path.split(".")
    told = (layout.get("viewers") or {}) if table == "viewers" else layout
    metrics = told.get("metrics" if table == "viewers" else f"{table.removesuffix('s')}_metrics", ())
    ids = told.get("ids" if table == "viewers" else table, ())
    if metric not in metrics or (place and place[0] not in ids):
        return None
    return table, list(ids).index(place[0]) if place else None, list(metrics).index(metric)


def _in_frame(frame: Mapping[str, Any], table: str, row: int | None, column: int) -> float | None:
    rows = frame.get(table)
    values = rows if row is None or rows is None else rows[row]
    return None if values is None or column >= len(values) or values[column] is None else float(values[column])
