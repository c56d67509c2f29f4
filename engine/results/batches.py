"""Standard errors by batch means: the frames after the warm-up are dealt into consecutive batches.

Values that follow one another are correlated, so the spread of single latencies says too little; means of long batches
are nearly independent. Source: Law and Kelton, Simulation Modeling and Analysis, chapter on output analysis.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from engine.kernel.outcomes import QUEUE_FULL
from engine.kernel.state import CLOCK, State, Tables

BATCHES = 20
RECORDS = 300
COLUMNS = ("completions", "latency_ns", "lookups", "hits", "refused", "busy", "queue", "up", "clock_ns", "arrivals")
RATIOS = {
    "utilisation": ("busy", "up", 1.0),
    "queue_mean": ("queue", "clock_ns", 1.0),
    "latency_s_mean": ("latency_ns", "completions", 1e-9),
    "refused_ratio": ("refused", "arrivals", 1.0),
    "hit_ratio": ("hits", "lookups", 1.0),
}
"""Metrics as a sum over another, with the factor to their unit; `up` counts slots."""


@dataclass(slots=True)
class Batches:
    """Running totals of some components at the end of every measured frame."""

    tables: Tables
    rows: dict[str, int]
    stride: int = 1
    totals: list[npt.NDArray[np.float64]] = field(default_factory=list)
    _incoming: dict[int, npt.NDArray[np.bool_]] = field(init=False)

    def __post_init__(self) -> None:
        self._incoming = {row: self.tables.connections["target"] == row for row in self.rows.values()}

    def record(self, state: State, frame: int = 0) -> None:
        """Notes the totals at the end of every `stride`-th frame; areas must be up to date."""
        if self.rows and frame % self.stride == 0:
            self.totals.append(np.array([self._totals(state, row) for row in self.rows.values()]))

    def ratio(self, component: str, metric: str) -> tuple[float | None, float | None]:
        """A metric and its standard error over the batches; None where too little was measured."""
        top, low, factor = RATIOS[metric]
        place = list(self.rows).index(component)
        if len(self.totals) < 2:
            return None, None
        series = np.array([each[place] for each in self.totals])
        tops, lows = series[:, COLUMNS.index(top)], series[:, COLUMNS.index(low)]
        if lows[-1] <= lows[0]:
            return None, None
        value = (tops[-1] - tops[0]) / (lows[-1] - lows[0])
        return float(value * factor), _standard_error(tops, lows, value, factor)

    def _totals(self, state: State, row: int) -> list[float]:
        here = state.component_states[row]
        areas = {
            name: float(int(here[f"{name}_area_us"]) * 1000 + int(here[f"{name}_area"]))
            for name in ("busy", "queue", "up")
        }
        came = state.connection_states["arrivals"][self._incoming[row]].sum()
        return [
            float(here["completions"]),
            float(here["latency_ns"]),
            float(here["lookups"]),
            float(here["hits"]),
            float(here["errors"][QUEUE_FULL]),
            areas["busy"],
            areas["queue"],
            areas["up"] * float(self.tables.components[row]["slots"]),
            float(state.registers[CLOCK]),
            float(came),
        ]


def _standard_error(
    tops: npt.NDArray[np.float64], lows: npt.NDArray[np.float64], value: float, factor: float
) -> float | None:
    """Of a ratio of sums: the spread of top - value x low over the batches."""
    if len(tops) <= BATCHES:
        return None
    edges = np.linspace(0, len(tops) - 1, BATCHES + 1).round().astype(int)
    top, low = np.diff(tops[edges]), np.diff(lows[edges])
    residuals = top - value * low
    return float(np.sqrt((residuals**2).sum() / (BATCHES * (BATCHES - 1))) / low.mean() * factor)
