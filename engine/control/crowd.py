"""One population of viewers as a run tells of it: from frame to frame, and single viewers second by second."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.dataplane.plane import Plane
from engine.design.watching import STATE_NAMES
from engine.results.viewers import SAMPLED_VIEWERS, Sample, Viewed, spread, viewers_row

SECOND_NS = 1_000_000_000


@dataclass(slots=True)
class Look:
    """Books of viewers at one time; `starts` is the histogram of the times of all starts so far."""

    clock_s: float
    books: Mapping[str, Any]
    starts: Any

    @classmethod
    def at(cls, plane: Plane, row: int) -> Look:
        """Now."""
        return cls(plane.clock_ns / SECOND_NS, plane.books(row), plane.state.starts[row].copy())


@dataclass(slots=True)
class Crowd:
    """The viewers of one component."""

    name: str
    row: int
    since: Look
    """How the books stood at the last frame."""
    samples: list[Sample] = field(default_factory=list)
    """Sampled viewers at the ends of seconds since then."""

    def viewed(self, plane: Plane) -> Viewed:
        """What viewers met in the steps since the last frame. The step that ends with a frame comes with the next."""
        before = self.since
        # Books change with steps alone, and a frame may be shorter than one.
        look = before if before.clock_s == plane.clock_ns / SECOND_NS else Look.at(plane, self.row)
        row = viewers_row(before.books, look.books, look.starts - before.starts, look.clock_s - before.clock_s)
        samples = spread(self.samples)
        self.since, self.samples = look, []
        return Viewed(row, samples)

    def sample(self, plane: Plane) -> None:
        """Notes the viewers in the first places, in which there nearly always is somebody: who comes takes the first
        that became free last."""
        told: Sample = [plane.clock_ns // SECOND_NS]
        population = plane.state.populations[self.row]
        first = int(population["first_slot"])
        for place in range(first, first + min(SAMPLED_VIEWERS, int(population["slots"]))):
            viewer = plane.viewer(place)
            told += [
                STATE_NAMES.index(str(viewer["state"])),
                round(float(viewer["bitrate_bps"]) / 1e3),
                round(float(viewer["buffer_s"]), 1),
            ]
        self.samples.append(told)
