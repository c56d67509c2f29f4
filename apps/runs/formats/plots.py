"""Still charts of a run for paper: lines over simulated time, drawn as SVG without a browser."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from apps.common.words import lazy
from apps.runs.formats.series import Series

WIDTH, HEIGHT = 340.0, 120.0
LEFT, TOP, RIGHT, BOTTOM = 44.0, 8.0, 8.0, 18.0
POINTS_MOST = 1_200


@dataclass(frozen=True)
class Plot:
    """A chart: `lines` as (label, the points of a polyline, the number of its ink), and what stands at its axes."""

    title: str
    lines: list[tuple[str, str, int]]
    high: str
    until: str


CHARTS = (
    (lazy("Requests a second"), (("offered_per_s", "offered"), ("ok_per_s", lazy("answered well"))), 1.0, ""),
    (lazy("Errors a second"), (("error_per_s", "failed"), ("shed_per_s", "shed")), 1.0, ""),
    (lazy("Latency"), (("latency_s_p50", "p50"), ("latency_s_p99", "p99")), 1000.0, " ms"),
    (lazy("In flight"), (("in_flight", lazy("in flight")),), 1.0, ""),
)


def plots(series: Series) -> list[Plot]:
    """The charts of all requests of a run."""
    places = {each.metric: each for each in series.columns if each.kind == "requests"}
    frames = series.frames[:: max(1, len(series.frames) // POINTS_MOST)]
    until_s = max((frame["clock_s"] for frame in frames), default=0.0) or 1.0
    found = []
    for title, metrics, scale, unit in CHARTS:
        told = [(label, [places[name].of(frame) for frame in frames]) for name, label in metrics if name in places]
        values = [value * scale for _, each in told for value in each if value is not None]
        high = max(values, default=0.0) or 1.0
        clocks = [frame["clock_s"] / until_s for frame in frames]
        lines = [
            (label, _points(clocks, [None if value is None else value * scale / high for value in each]), ink)
            for ink, (label, each) in enumerate(told, 1)
        ]
        found.append(Plot(title, lines, f"{high:,.4g}{unit}", f"{until_s:,.4g} s"))
    return found


def _points(clocks: Sequence[float], heights: Sequence[float | None]) -> str:
    wide, high = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM
    return " ".join(
        f"{LEFT + wide * clock:.1f},{TOP + high * (1 - height):.1f}"
        for clock, height in zip(clocks, heights, strict=True)
        if height is not None
    )
