"""Draws the plot of growth and writes the page around it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import matplotlib

matplotlib.use("svg")

from matplotlib import pyplot  # the drawing surface is chosen before it is loaded

DOCS = Path(__file__).resolve().parents[1] / "docs"
PICTURE = DOCS / "pictures" / "engine-growth.svg"
PAGE = DOCS / "engine" / "performance.md"
INK, ACCENT = "#1f2430", "#b4231f"


@dataclass(frozen=True, slots=True)
class Point:
    """One measurement: `size` components or calls in flight, turns a second, bytes a call in the pools."""

    size: int
    turns_per_s: float
    bytes_per_call: float

    @property
    def turn_ns(self) -> float:
        """What one turn of the loop takes."""
        return 1e9 / self.turns_per_s


def write_page(by_components: Sequence[Point], by_calls: Sequence[Point]) -> None:
    """Replaces the picture and the page."""
    _draw(by_components, by_calls)
    PAGE.write_text(_page(by_components, by_calls))


def _draw(by_components: Sequence[Point], by_calls: Sequence[Point]) -> None:
    pyplot.rcParams["svg.hashsalt"] = "backlot"  # the same numbers give the same file
    figure, axes = pyplot.subplots(1, 2, figsize=(9.0, 3.4), sharey=True, layout="constrained")
    for axis, points, title in (
        (axes[0], by_components, "components"),
        (axes[1], by_calls, "calls in flight, at one component"),
    ):
        sizes, costs = [each.size for each in points], [each.turn_ns for each in points]
        axis.plot(sizes, costs, color=ACCENT, marker="o", linewidth=2.0)
        for size, cost in zip(sizes, costs, strict=True):
            # Left of the point, where a rising line is not.
            axis.annotate(f"{cost:.0f}", (size, cost), xytext=(4, 7), textcoords="offset points", ha="right", color=INK)
        axis.set_xscale("log")
        axis.margins(x=0.1)
        axis.set_title(title, fontsize=10, color=INK)
        axis.spines[["top", "right"]].set_visible(False)
    axes[0].set_ylabel("ns a turn")
    axes[0].set_ylim(0.0, 1.2 * max(each.turn_ns for each in (*by_components, *by_calls)))
    figure.savefig(PICTURE, metadata={"Date": None})
    pyplot.close(figure)


def _page(by_components: Sequence[Point], by_calls: Sequence[Point]) -> str:
    components = [f"| {each.size:,} | {each.turn_ns:.0f} | {each.turns_per_s / 1e6:.2f} |" for each in by_components]
    calls = [
        f"| {each.size:,} | {each.turn_ns:.0f} | {each.turns_per_s / 1e6:.2f} | {each.bytes_per_call:.0f} |"
        for each in by_calls
    ]
    return "\n".join(
        [
            "# What a turn of the event loop costs, and how that grows",
            "",
            "Written by `python -m benchmarks.engine_growth --plot`, last on "
            f"{datetime.now(UTC):%Y-%m-%d}; times are processor time of one core, frames included. The load was",
            f"{os.getloadavg()[0]:.0f} on {os.cpu_count()} cores: others who share the caches make turns slower,",
            "those of large designs most of all.",
            "",
            "![Nanoseconds a turn against components and against calls in flight](../pictures/engine-growth.svg)",
            "",
            "A turn is one event: an arrival, the end of a service, an answer, a timer. The loop does the same work",
            "for it whatever the size of the design; what grows is the memory that it walks through. Up to some",
            "hundred components the rows lie in the caches of the processor; with thousands, a turn waits for memory.",
            "With more calls in flight the heap of events has more levels, and the pools leave the caches.",
            "",
            "| components | ns a turn | M turns/s |",
            "|---:|---:|---:|",
            *components,
            "",
            "| calls in flight | ns a turn | M turns/s | bytes a call |",
            "|---:|---:|---:|---:|",
            *calls,
            "",
            "Bytes a call are those of the pools (calls, works, heap, ring, lanes), which double when they are full;",
            "few calls in flight share pools that begin with a fixed size.",
            "",
        ]
    )
