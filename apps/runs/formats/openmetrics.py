"""OpenMetrics text: the time series as a monitor would have scraped them.

Source: the OpenMetrics 1.0 text format. All are gauges with times; the clock of a run begins when it was started.
"""

from __future__ import annotations

import re

from apps.runs.formats import Format
from apps.runs.formats.series import Column, Series, series_of
from apps.runs.models import Run

PREFIX = "backlot"


def write(run: Run) -> bytes:
    """The exposition, a family for each metric of each sort of thing."""
    series = series_of(run)
    families: dict[str, list[Column]] = {}
    for column in series.columns:
        families.setdefault(_family(column), []).append(column)
    run_labels = f'run="{run.pk}",seed="{run.seed}",engine="{_escaped(run.engine_version)}",every="{series.every}"'
    lines = [f"# TYPE {PREFIX}_run info", f"# HELP {PREFIX}_run What was run.", f"{PREFIX}_run_info{{{run_labels}}} 1"]
    for name, columns in families.items():
        lines += [f"# TYPE {name} gauge", *_unit(name), f"# HELP {name} {_help(columns[0])}"]
        for column in columns:
            lines += _samples(name, column, series)
    return ("\n".join([*lines, "# EOF"]) + "\n").encode()


def _samples(name: str, column: Column, series: Series) -> list[str]:
    told = f'{{{column.kind}="{_escaped(column.id)}",label="{_escaped(column.label)}"}}' if column.id else ""
    values = ((column.of(frame), frame["clock_s"]) for frame in series.frames)
    return [f"{name}{told} {value!r} {series.began_s + clock_s:.3f}" for value, clock_s in values if value is not None]


def _family(column: Column) -> str:
    """A name in the manner of monitors: times in seconds say so at their end."""
    metric = column.metric
    if metric.startswith("latency_s_"):
        metric = f"latency_{metric.removeprefix('latency_s_')}_seconds"
    elif metric.endswith("_s") and not metric.endswith("_per_s"):
        metric = f"{metric.removesuffix('_s')}_seconds"
    return re.sub(r"[^a-z0-9_]", "_", f"{PREFIX}_{column.kind}_{metric}".lower())


def _unit(name: str) -> list[str]:
    return [f"# UNIT {name} seconds"] if name.endswith("_seconds") else []


def _help(column: Column) -> str:
    words = column.metric.replace("_per_s", " per second").replace("_s_", " ").replace("_", " ")
    return f"{words[:1].upper()}{words[1:]} of one frame ({column.kind})."


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


FORMAT = Format(
    "openmetrics",
    30,
    "Time series as OpenMetrics",
    "om.txt",
    "application/openmetrics-text; version=1.0.0; charset=utf-8",
    "The same figures as a monitor would have scraped them, with the times of the run.",
    write,
)
