"""Viewers of the data plane beside the run: their presses become requests, and the answers begin their pictures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from engine.control.view import Sight
from engine.dataplane.plane import Answer, Plane
from engine.design.control import Given
from engine.design.discovery import component_types
from engine.design.kinds import Edit
from engine.design.watching import STATE_NAMES
from engine.plan.curves import curve_of
from engine.plan.plan import Plan
from engine.results.viewers import SAMPLED_VIEWERS, Sample, Viewed, spread, viewers_row

PRESS_BITS = 16
QUANTILES = (50, 95, 99)
SECOND_NS = 1_000_000_000


@dataclass(slots=True)
class Look:
    """Books of viewers at one time; `starts` is the histogram of the times of all starts so far."""

    clock_s: float
    books: Mapping[str, Any]
    starts: Any

    @classmethod
    def at(cls, plane: Plane) -> Look:
        """Now."""
        return cls(plane.clock_ns / SECOND_NS, plane.books(), plane.state.starts[0].copy())


@dataclass(slots=True)
class Audience:
    """The viewers of one component, driven as a controller is: at the end of every step of theirs.

    A press is known one step ahead, so that it reaches the event loop at its own instant; an answer is handed over
    before the step in which it came. Neither is moved in time.
    """

    name: str
    plane: Plane
    since: Look
    """How the books stood at the last frame."""
    next_ns: int = 0
    samples: list[Sample] = field(default_factory=list)
    """Sampled viewers at the ends of seconds since then."""

    def act(self, view: Sight) -> Sequence[Edit]:
        """Hands over answers, goes one step further, and gives the presses of the step that comes."""
        ended = view.collect(self.name)
        self.plane.answer(
            [
                Answer((int(tag) >> PRESS_BITS, int(tag) & (1 << PRESS_BITS) - 1), bool(is_good), int(at_ns))
                for tag, is_good, at_ns in zip(ended.tags, ended.is_good, ended.ended_ns, strict=True)
            ]
        )
        self.plane.scale_sessions(view.scale(self.name))
        self.plane.step(view.now_ns)
        if view.now_ns % SECOND_NS == 0:
            self.samples.append(self._sample())
        presses = self.plane.presses()
        if presses:
            view.give(
                self.name,
                Given(
                    at_ns=np.asarray([each.at_ns for each in presses], np.int64),
                    tags=np.asarray([each.tag[0] << PRESS_BITS | each.tag[1] for each in presses], np.int64),
                    keys=np.asarray([each.title for each in presses], np.int64),
                ),
            )
        self.next_ns = view.now_ns + self.plane.step_ns
        return []

    def viewed(self) -> Viewed:
        """What viewers met in the steps since the last frame. The step that ends with a frame comes with the next."""
        look, before = Look.at(self.plane), self.since
        row = viewers_row(before.books, look.books, look.starts - before.starts, look.clock_s - before.clock_s)
        samples = spread(self.samples)
        self.since, self.samples = look, []
        return Viewed(row, samples)

    def _sample(self) -> Sample:
        """The viewers in the first places, in which there nearly always is somebody: who comes takes the first that
        became free last."""
        told: Sample = [self.plane.clock_ns // SECOND_NS]
        for place in range(min(SAMPLED_VIEWERS, len(self.plane.state.viewers))):
            viewer = self.plane.viewer(place)
            told += [
                STATE_NAMES.index(str(viewer["state"])),
                round(float(viewer["bitrate_bps"]) / 1e3),
                round(float(viewer["buffer_s"]), 1),
            ]
        return told

    def report(self) -> Mapping[str, Any]:
        """What viewers met, from the beginning of the run (no warm-up is left out)."""
        assert not self.plane.unbalanced()
        books = self.plane.books()
        times = {f"start_s_p{each}": self.plane.start_time_s(each / 100.0) for each in QUANTILES}
        rungs = {"rungs_kbps": list(self.plane.plan.populations[0].ladder_kbps)}
        return {**books, **times, **rungs, "link_bits": float(self.plane.carried_bits()[0])}


def audiences_of(plan: Plan) -> dict[str, Audience]:
    """The viewers of every component that has some, by its id."""
    found = {}
    for component in plan.design.components:
        watching = component_types()[component.type].watching
        if watching is not None:
            told = watching(component, curve_of(plan.design, component.id))
            plane = Plane(told, plan.seed)
            found[component.id] = Audience(component.id, plane, Look.at(plane))
    return found
