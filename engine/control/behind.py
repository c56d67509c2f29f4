"""Misses of tiers on their way to the event loop and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from engine.control.asks import END_TAG
from engine.control.view import Sight
from engine.dataplane.plane import Plane
from engine.design.control import Ended, Given
from engine.design.misses import MISSES
from engine.design.rows import CLASSES

MISS_TAG = END_TAG
"""Tags of requests for what was missed are this and the row of the tier; those of presses and keys are less."""
AGAIN_NS = 1_000_000_000
"""A request that failed is followed by another one a second later, in the time that a miss takes."""


@dataclass(slots=True)
class Asking:
    """A tier that asks: in whose name, and what became of it."""

    row: int
    viewers: str
    sent: int = 0
    failed: int = 0
    took_ns: int = 0

    def told(self) -> Mapping[str, float]:
        """For the summary."""
        ended = max(self.sent, 1)
        return {"misses": self.sent, "failed_misses": self.failed, "miss_s": self.took_ns / ended * 1e-9}


def give_misses(view: Sight, plane: Plane, asking: Mapping[str, Asking]) -> None:
    """Sends the misses of the last step as requests of this one, each as much later as a step is long."""
    rows = plane.misses()
    for each in asking.values():
        mine = rows[rows["tier"] == each.row]
        if len(mine):
            each.sent += len(mine)
            tags = np.full(len(mine), MISS_TAG + each.row, np.int64)
            classes = np.full(len(mine), CLASSES.index(MISSES), np.int64)
            at_ns = mine["at_ns"] + plane.step_ns
            order = np.argsort(at_ns, kind="stable")
            keys = mine["title"].astype(np.int64)
            view.give(each.viewers, Given(at_ns=at_ns[order], tags=tags, keys=keys[order], classes=classes))


def hand_over_misses(plane: Plane, asking: Mapping[str, Asking], ended: Ended) -> None:
    """Tells tiers how long requests for what they missed took."""
    for each in asking.values():
        mine = ended.tags == MISS_TAG + each.row
        if mine.any():
            took_ns: Any = ended.ended_ns[mine] - ended.given_ns[mine]
            each.failed += int((~ended.is_good[mine]).sum())
            each.took_ns += int(took_ns.sum())
            plane.learn_misses(each.row, took_ns + np.where(ended.is_good[mine], 0, AGAIN_NS))
