"""Recommender: how often people take what is recommended to them, from how fresh that is, and what it costs.

What is known of a person is worth half as much after each half-life; what is left is the worth of popular rows. Takes
are expected numbers, so that nothing is drawn.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engine.design.control import Controlled, Controller, ControllerType, View
from engine.design.kinds import Edit

LOOK_NS = 1_000_000_000
HOUR_MS = 3.6e6


@dataclass(slots=True)
class Recommender:
    """Times in hours of its own, of which one takes `hour_ns`."""

    targets: tuple[str, ...]
    mode: str
    quality: float
    popular: float
    half_life_h: float
    period_h: float
    batch_h: float
    nearline_h: float
    profiles: int
    work_ms: float
    hour_ns: int
    next_ns: int = LOOK_NS
    seen: int = 0
    loads: int = 0
    fallbacks: int = 0
    takes: float = 0.0
    age_h: float = 0.0
    compute_ms: float = 0.0
    batches: int = 0

    def act(self, view: View) -> Sequence[Edit]:
        """Counts the requests since the last look: each is a page of recommendations, or of popular rows."""
        now_h = view.now_ns / self.hour_ns
        arrived = sum(view.reading(each).arrivals for each in self.targets)
        loads, self.seen = arrived - self.seen, arrived
        self.loads += loads
        self._compute(now_h, loads)
        if all(view.is_answering(each) for each in self.targets):
            age_h = self._age_h(now_h)
            self.age_h += age_h * loads
            self.takes += loads * (self.popular + (self.quality - self.popular) * 0.5 ** (age_h / self.half_life_h))
        else:
            self.fallbacks += loads
            self.takes += loads * self.popular
        self.next_ns = view.now_ns + LOOK_NS
        return []

    def report(self) -> Mapping[str, Any]:
        """What was taken, how old it was, and the hours of computing."""
        fresh = self.loads - self.fallbacks
        return {
            "pages": self.loads,
            "take_ratio": self.takes / self.loads if self.loads else None,
            "popular_ratio": self.popular,
            "age_h_mean": self.age_h / fresh if fresh else None,
            "fallback_ratio": self.fallbacks / self.loads if self.loads else None,
            "compute_hours": self.compute_ms / HOUR_MS,
            "compute_ms_per_page": self.compute_ms / self.loads if self.loads else None,
        }

    def _age_h(self, now_h: float) -> float:
        """How long ago what is shown was known: a batch knows what there was when it began, and is used when it is
        over; before the first one there is that of a period ago."""
        if self.mode == "online":
            return 0.0
        if self.mode == "nearline":
            return self.nearline_h
        return (now_h - self.batch_h) % self.period_h + self.batch_h

    def _compute(self, now_h: float, loads: int) -> None:
        if self.mode != "offline":
            self.compute_ms += loads * self.work_ms
        elif now_h >= self.batches * self.period_h:
            self.batches += 1
            self.compute_ms += self.profiles * self.work_ms


def make(controlled: Controlled) -> Controller:
    """One for all requests of what its arrows lead to."""
    given: Mapping[str, Any] = controlled.component.parameters
    return Recommender(
        targets=tuple(each.id for each in controlled.targets),
        mode=str(given["mode"]),
        quality=float(given["quality"]),
        popular=float(given["popular"]) if given["fallback"] == "popular rows" else 0.0,
        half_life_h=float(given["staleness_half_life_h"]),
        period_h=float(given["offline_period_h"]),
        batch_h=min(float(given["batch_h"]), float(given["offline_period_h"])),
        nearline_h=float(given["nearline_s"]) / 3_600.0,
        profiles=int(given["profiles"]),
        work_ms=float(given["online_ms"]),
        hour_ns=round(float(given["hour_s"]) * 1e9),
    )


CONTROLLER = ControllerType("recommender", make)
