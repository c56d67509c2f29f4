"""CSV: a row for each frame, a column for each figure, for spreadsheets and data frames."""

from __future__ import annotations

from apps.common.sheet import csv_of
from apps.runs.formats import Format
from apps.runs.formats.series import series_of
from apps.runs.models import Run


def write(run: Run) -> bytes:
    """The table; names of columns begin with the label of what they tell of, and with its id where that is another."""
    series = series_of(run)
    head = ["frame", "clock_s", *(_name(each.label, each.id, each.metric) for each in series.columns)]
    rows = ([frame["n"], frame["clock_s"], *(column.of(frame) for column in series.columns)] for frame in series.frames)
    return csv_of([head, *rows]).encode()


def _name(label: str, own_id: str, metric: str) -> str:
    return f"{label} ({own_id}): {metric}" if own_id and own_id != label else f"{label}: {metric}"


FORMAT = Format(
    "csv",
    20,
    "Time series as CSV",
    "csv",
    "text/csv; charset=utf-8",
    "A row for each frame and a column for each figure, for spreadsheets and notebooks.",
    write,
)
