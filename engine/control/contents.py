"""What caches and tiers of a run keep, told once a second beside its frames. No digest holds it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from engine.control.panel import Panel
from engine.dataplane.plane import Plane
from engine.dataplane.records import HAS_SEGMENTS
from engine.design.carriers import EVERYTHING, NOTHING, CarrierPlan
from engine.design.population import PopulationPlan
from engine.kernel.state import CLOCK, State
from engine.plan.plan import Plan
from engine.results.contents import (
    TOLD,
    Columns,
    Shares,
    Shelf,
    layout_of_columns,
    mean_rate,
    numbers_of_columns,
    shelves_of,
)
from engine.results.frames import Frame, Layout, room_for
from engine.results.viewers import Number

SECOND_NS = 1_000_000_000
SEGMENTS_LOOKED_AT = 1 << 15
"""Of the segments that were pulled about so many stand for all of them."""
KEY_TITLE, KEY_TIER = np.uint64(28), np.uint64(52)
TITLE_BITS = np.uint64((1 << 24) - 1)


@dataclass(frozen=True, slots=True)
class TierShelf:
    """The titles of one catalogue at a tier: its row in the plane, the first title, and of those who watch them the
    population that has most sessions. `segments` are those of a title."""

    name: str
    columns: Columns
    tier: int
    first: int
    segments: float
    title_gb: float
    room_gb: float
    premiere_ratio: float

    def row(self, plane: Plane, pulled: Any) -> list[Number]:
        """What it keeps now; `pulled` are tiers and titles of segments, and how many each of them stands for."""
        state, columns = plane.state, self.columns
        here = state.tiers[self.tier]
        first = int(here["first_held"]) + self.first
        held = state.held[first : first + columns.count] > 0
        kept = columns.shares(held[columns.ranks])
        newest = float(held[-1])
        if here["keeps"] & HAS_SEGMENTS:
            shares = self._shares_of_titles(*pulled)
            sizes = np.diff(np.append(columns.firsts, columns.count))
            kept = np.minimum(kept + np.add.reduceat(shares, columns.firsts) / sizes, 1.0)
            newest = min(newest + float(shares[-1]), 1.0)
        kept_gb = float(np.count_nonzero(held)) * self.title_gb + float(here["used"]) / 8e9
        premiere = self.premiere_ratio
        head = (kept_gb, self.room_gb, premiere or None, newest if premiere else None)
        return columns.row(head, kept, 1.0 - premiere)

    def _shares_of_titles(self, tiers: Any, titles: Any, stands_for: float) -> Shares:
        """Which share of the segments of each title was pulled, each counted in one bitrate."""
        places = titles[tiers == self.tier] - self.first
        mine = places[(places >= 0) & (places < self.columns.count)]
        counts = np.bincount(mine, minlength=self.columns.count)
        shares: Shares = np.minimum(counts * (stands_for / self.segments), 1.0)
        return shares


@dataclass(frozen=True, slots=True)
class Contents:
    """Everything in a drawing that keeps something."""

    caches: tuple[Shelf, ...]
    tiers: tuple[TierShelf, ...]

    def tell(self, frame: Frame, plan: Plan, state: State, panel: Panel, began_ns: int) -> None:
        """Adds to the first frame that ends in a second, or with it, what is kept now."""
        is_new_second = began_ns // SECOND_NS != int(state.registers[CLOCK]) // SECOND_NS
        if not is_new_second or not (self.caches or self.tiers):
            return
        rows = [each.row(plan, state) for each in self.caches]
        plane = panel.plane
        if self.tiers and plane is not None:
            pulled = _pulled(plane)
            rows += [each.row(plane, pulled) for each in self.tiers]
        frame["contents"] = rows


def _pulled(plane: Plane) -> tuple[Any, Any, float]:
    """Tiers and titles of some of the segments that were pulled, and how many segments each stands for."""
    apart = max(len(plane.state.table) // SEGMENTS_LOOKED_AT, 1)
    rows = plane.state.table[::apart]
    keys = plane.state.kept["key"][rows[rows > 0]]
    return (keys >> KEY_TIER).astype(np.int64), (keys >> KEY_TITLE & TITLE_BITS).astype(np.int64), float(apart)


def contents_of(plan: Plan, panel: Panel, layout: Layout) -> Contents:
    """The first caches and tiers of a run, which are added to the layout if frames have room for them."""
    caches = shelves_of(plan)
    tiers = [] if panel.plane is None else _tier_shelves(plan, panel.plane)
    shelves: list[Shelf | TierShelf] = [*caches, *tiers]
    columns = [each.columns for each in shelves]
    told = numbers_of_columns(columns) + sum(len(each.deeds) for each in caches)
    if not shelves or told > room_for(plan.design, layout):
        return Contents((), ())
    units = [*("keys" for _ in caches), *("GB" for _ in tiers)]
    deeds = [*(each.deeds for each in caches), *(() for _ in tiers)]
    layout["contents"] = layout_of_columns([each.name for each in shelves], units, columns, deeds)
    return Contents(tuple(caches), tuple(tiers))


def _tier_shelves(plan: Plan, plane: Plane) -> list[TierShelf]:
    found: list[TierShelf] = []
    for tier, each in enumerate(plane.plan.tiers, start=1):
        watching = {
            row: mean_rate(plan.design, population.id)
            for row, population in enumerate(plane.plan.populations)
            if any(path.tier == each.id for path in population.paths)
        }
        if each.keeps not in (NOTHING, EVERYTHING) and watching and len(found) < TOLD:
            row = max(watching, key=lambda row: watching[row])
            first = int(plane.state.populations["first_title"][row])
            found.append(_tier_shelf(each, tier, first, plane.plan.populations[row]))
    return found


def _tier_shelf(carrier: CarrierPlan, tier: int, first: int, population: PopulationPlan) -> TierShelf:
    titles = population.titles
    return TierShelf(
        name=carrier.id,
        columns=Columns.of(titles.count, titles.zipf_alpha),
        tier=tier,
        first=first,
        segments=max(titles.episode_s / population.player.segment_s, 1.0),
        title_gb=titles.title_gb,
        room_gb=carrier.storage_gb * carrier.appliances,
        premiere_ratio=titles.premiere_ratio,
    )
