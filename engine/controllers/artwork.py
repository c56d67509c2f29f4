"""Artwork: each request of what its arrows lead to shows one of some pictures, which a bandit chooses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from engine.design.control import Controlled, Controller, ControllerType, View
from engine.design.discovery import bandit_types
from engine.design.kinds import Edit

LOOK_NS = 1_000_000_000
DRAW_BITS = 53
Floats = npt.NDArray[np.float64]


@dataclass(slots=True)
class Artwork:
    """`rates` (segments, arms) are the true shares of takes; `shown` and `taken` count, by segment and arm."""

    watched: tuple[str, ...]
    policy: str
    epsilon: float
    rates: Floats
    shown: Floats
    taken: Floats
    seen: int = 0
    next_ns: int = LOOK_NS

    def act(self, view: View) -> Sequence[Edit]:
        """Shows a picture for every request since the last look."""
        arrived = sum(view.reading(each).arrivals for each in self.watched)
        # A generator for each look, from one keyed draw, so that a run is the same from wherever it goes on.
        chance = np.random.default_rng(int(view.uniform(view.now_ns // LOOK_NS) * 2**DRAW_BITS))
        rule, given = bandit_types()[self.policy], {"epsilon": self.epsilon}
        for _ in range(arrived - self.seen):
            segment = int(chance.random() * len(self.rates))
            shown, taken = self.shown[segment], self.taken[segment]
            if not rule.is_contextual:
                shown, taken = self.shown.sum(axis=0), self.taken.sum(axis=0)
            arm = rule.choose(shown, taken, chance, given)
            self.shown[segment, arm] += 1.0
            self.taken[segment, arm] += chance.random() < self.rates[segment, arm]
        self.seen = arrived
        self.next_ns = view.now_ns + LOOK_NS
        return []

    def report(self) -> Mapping[str, Any]:
        """Shares of takes, and what the best choice for each segment would have brought besides."""
        shown, best = float(self.shown.sum()), self.rates.max(axis=1, keepdims=True)
        return {
            "impressions": int(shown),
            "take_ratio": float(self.taken.sum()) / shown if shown else None,
            "best_ratio": float(best.mean()),
            "random_ratio": float(self.rates.mean()),
            "regret": float(((best - self.rates) * self.shown).sum()),
            "shown": self.shown.sum(axis=0).astype(int).tolist(),
        }


def make(controlled: Controlled) -> Controller:
    """Rates lie evenly between the least and the greatest, and are turned on from segment to segment."""
    given = controlled.component.parameters
    arms, segments = int(given["arms"]), int(given["segments"])
    row = np.linspace(float(given["least_take"]), float(given["greatest_take"]), arms)
    rates = np.array([np.roll(row, each * arms // segments) for each in range(segments)])
    return Artwork(
        watched=tuple(each.id for each in controlled.targets),
        policy=str(given["policy"]),
        epsilon=float(given["epsilon"]),
        rates=rates,
        shown=np.zeros_like(rates),
        taken=np.zeros_like(rates),
    )


CONTROLLER = ControllerType("artwork", make)
