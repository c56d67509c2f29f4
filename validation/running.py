"""Runs the designs of rows, to the end, and reads off them. Every run's books are checked."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from engine.design.model import Design
from engine.simulate import Frame, Layout, Limits, Simulation, Summary, start

EVENTS = 10_000_000


@dataclass(frozen=True, slots=True)
class Finished:
    """A run that is over: its summary and all of its frames."""

    summary: Summary
    layout: Layout
    frames: Sequence[Frame]

    def total(self, metric: str, begins_s: float, ends_s: float) -> float:
        """The mean over the frames in a span of a metric of all requests, such as "ok_per_s"; 0 where nothing was."""
        place = self.layout["total_metrics"].index(metric)
        return self._mean([each["totals"][place] for each in self._between(begins_s, ends_s)])

    def component(self, name: str, metric: str, begins_s: float, ends_s: float) -> float:
        """As `total`, for a component, such as "queue"."""
        row, place = self.layout["components"].index(name), self.layout["component_metrics"].index(metric)
        return self._mean([each["components"][row][place] for each in self._between(begins_s, ends_s)])

    def connection(self, name: str, metric: str, begins_s: float, ends_s: float) -> float:
        """As `total`, for a connection, such as "calls_per_s"; its name is "from-to"."""
        row, place = self.layout["connections"].index(name), self.layout["connection_metrics"].index(metric)
        return self._mean([each["connections"][row][place] for each in self._between(begins_s, ends_s)])

    def goodput(self, begins_s: float, ends_s: float) -> float:
        """The share of what was offered in a span that was answered well in it."""
        return self.total("ok_per_s", begins_s, ends_s) / self.total("offered_per_s", begins_s, ends_s)

    def _between(self, begins_s: float, ends_s: float) -> list[Frame]:
        found = [each for each in self.frames if begins_s < each["clock_s"] <= ends_s]
        assert found, "no frame ends in this span"
        return found

    @staticmethod
    def _mean(values: list[float | None]) -> float:
        return statistics.fmean(each or 0.0 for each in values)


def begin(design: Design, seed: int, limits: Limits | None = None) -> Simulation:
    """A run at its beginning, for rows that intervene or look inside."""
    return start(design, seed, limits)


def watch(design: Design, seed: int, limits: Limits | None = None) -> Finished:
    """A whole run with its frames."""
    simulation = begin(design, seed, limits)
    frames = []
    while not simulation.finished:
        frame = simulation.advance(EVENTS)
        if frame is not None:
            frames.append(frame)
    assert simulation.limit is None, simulation.limit
    return Finished(simulation.summary(), simulation.layout, frames)


def run(design: Design, seed: int) -> Summary:
    """The summary of a whole run."""
    return watch(design, seed).summary


def wait_s_mean(summary: Summary, component: str = "service") -> float:
    """Mean time in the queue, by Little's law from the exact area of the queue."""
    row = summary["components"][component]
    refused = row["errors"].get("queue_full", 0)
    span_s = summary["clock_s"] - summary["measured_from_s"]
    return float(row["queue_mean"] * span_s / (row["arrivals"] - refused))


def refused_ratio(summary: Summary, component: str = "service") -> float:
    """Share of arrivals refused by a full queue."""
    row = summary["components"][component]
    return float(row["errors"].get("queue_full", 0) / row["arrivals"])


def busy_ratio(finished: Finished, servers: int) -> float:
    """How often at least so many requests were under way at the end of a frame after the warm-up."""
    place = finished.layout["total_metrics"].index("in_flight")
    begins_s = finished.summary["measured_from_s"]
    inside = [each["totals"][place] or 0.0 for each in finished.frames if each["clock_s"] > begins_s]
    return sum(each >= servers for each in inside) / len(inside)


def latency_s(summary: dict[str, Any], component: str = "service", statistic: str = "mean") -> float:
    """A statistic ("mean", "p50", "p95", "p99") of the time in a component."""
    return float(summary["components"][component]["latency_s"][statistic])
