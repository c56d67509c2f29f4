"""What carries bytes, watched over while a run goes on: failures reach it, and players learn who is up and who is near.

What a failure tells a link is the share of it that is lost, or, from 2 on, the period in seconds with which it flaps;
a tier is told how many of its appliances are lost.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from engine.dataplane.plane import Plane
from engine.design.carriers import EVERYTHING, NOTHING, CarrierPlan, SteeringPlan

FLAPS_FROM = 2.0
SECOND_NS = 1_000_000_000
NEAREST = SteeringPlan()
"""How players choose whom nobody steers: the nearest that is up, as they learn within a minute."""


@dataclass(slots=True)
class Upkeep:
    """What of the carriers of a plane is lost, and whom its players ask."""

    plane: Plane
    carriers: Mapping[str, CarrierPlan]
    lost: dict[str, float] = field(default_factory=dict)
    """The share of each carrier that is lost now; nothing for what is well."""
    carried: Any = None
    """Bits of every link at the last ranking."""
    ranked_ns: int = 0
    reranked: int = 0

    def obey(self, told: Mapping[str, float], now_ns: int) -> None:
        """Takes away from carriers what failures say."""
        for name, carrier in self.carriers.items():
            if carrier.live is not None:
                self._tell(name, told[name], now_ns)
                continue
            lost = _lost(carrier, told[name], now_ns)
            if lost == self.lost.get(name, 0.0):
                continue
            self.lost[name] = lost
            self.plane.set_capacity(self.plane.link_rows[name], carrier.gbps * (1.0 - lost))
            if carrier.keeps not in (NOTHING, EVERYTHING):
                self._hold(name, carrier, round(lost * carrier.appliances))

    def _tell(self, name: str, told: float, now_ns: int) -> None:
        """A live origin loses no capacity, but pipelines."""
        origin = self.plane.broadcasting.origins.get(name)
        if origin is not None and origin.told != told:
            origin.hear(told, now_ns)

    def _hold(self, name: str, carrier: CarrierPlan, gone: int) -> None:
        """A tier holds the titles that lie on an appliance which is left; they lie on one after another in turn."""
        row = 1 + [each.id for each in self.plane.plan.tiers].index(name)
        copies = self.plane.filling.lying[row].astype(np.int64)
        first = np.cumsum(copies > 0) % carrier.appliances
        left = np.zeros(len(copies), np.bool_)
        for copy in range(int(copies.max(initial=0))):
            left |= (copies > copy) & ((first + copy) % carrier.appliances >= gone)
        start = row * len(copies)
        self.plane.state.held[start : start + len(copies)] = left

    def steer(self, now_ns: int) -> None:
        """Tells players at the instants of each steering who is dead, and the new ranking."""
        dead = {name for name, lost in self.lost.items() if lost >= 1.0}
        load: Any = None
        for row, population in enumerate(self.plane.plan.populations):
            if population.entries is None:
                continue
            told = self._steering(population.paths[population.entries[0]].tier)
            if now_ns % round(told.heartbeat_s * SECOND_NS) == 0:
                self.plane.avoid(row, [not dead.isdisjoint(path.links) for path in population.paths])
            if told.load + told.content > 0.0 and now_ns % round(told.refresh_s * SECOND_NS) == 0:
                load = self._load(now_ns) if load is None else load
                self.reranked += self.plane.rank(row, self._ranking(row, told, load))

    def _steering(self, tier: str) -> SteeringPlan:
        return self.plane.plan.steering.get(tier, NEAREST)

    def _load(self, now_ns: int) -> Any:
        """The use of every link since the last ranking."""
        carried = self.plane.carried_bits()
        before = np.zeros(len(carried)) if self.carried is None else self.carried
        span_s = max((now_ns - self.ranked_ns) / SECOND_NS, 1e-9)
        self.carried, self.ranked_ns = carried, now_ns
        capacity = np.maximum(self.plane.state.links["capacity_bps"], 1.0)
        return np.minimum((carried - before) / span_s / capacity, 1.0)

    def _ranking(self, row: int, told: SteeringPlan, load: Any) -> list[int]:
        """The best candidates among the paths that a population may ask, the best one first."""
        population = self.plane.plan.populations[row]
        entries = population.entries or ()
        farthest_ms = max(population.paths[place].rtt_ms for place in entries)
        worth = {}
        for place in entries:
            path = population.paths[place]
            free = 1.0 - float(load[self.plane.link_rows[path.tier]])
            near = 1.0 - path.rtt_ms / farthest_ms if farthest_ms > 0.0 else 0.0
            worth[place] = told.proximity * near + told.load * free + told.content * self.plane.content(row, place)
        return sorted(entries, key=lambda place: -worth[place])[: told.candidates]


def _lost(carrier: CarrierPlan, told: float, now_ns: int) -> float:
    """The share that is lost of a carrier."""
    if carrier.keeps != NOTHING:
        return min(told / carrier.appliances, 1.0)
    if told < FLAPS_FROM:
        return told
    half_ns = round(told * SECOND_NS / 2.0)
    return float(now_ns // half_ns % 2)
