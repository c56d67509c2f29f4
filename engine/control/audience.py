"""Viewers of the data plane beside the run: their presses become requests, and the answers begin their pictures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from engine.control.view import Sight
from engine.dataplane.plane import Answer, Plane
from engine.design.control import Given
from engine.design.discovery import component_types
from engine.design.kinds import Edit
from engine.plan.curves import curve_of
from engine.plan.plan import Plan

PRESS_BITS = 16
QUANTILES = (50, 95, 99)


@dataclass(slots=True)
class Audience:
    """The viewers of one component, driven as a controller is: at the end of every step of theirs.

    A press is known one step ahead, so that it reaches the event loop at its own instant; an answer is handed over
    before the step in which it came. Neither is moved in time.
    """

    name: str
    plane: Plane
    next_ns: int = 0

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
            found[component.id] = Audience(component.id, Plane(told, plan.seed))
    return found
