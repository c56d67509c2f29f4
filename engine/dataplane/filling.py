"""Titles that are brought to sites while a run goes on: in a window, from neighbours first, as far as disks have room.

A title on its way is a download like those of viewers, in a class of its own for each way, whose access is the rate of
an appliance: so it shares links as they do, and its bytes are in the same books. What is brought next is decided
between steps; an appliance brings one title at a time, over one connection or several that share it evenly.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from engine.dataplane.holding import Catalogues, expectation, places_for
from engine.dataplane.lowering import NOBODY
from engine.dataplane.records import HAS_ALL
from engine.dataplane.state import PlaneState
from engine.design.carriers import CarrierPlan, FillPlan
from engine.design.population import PlanePlan, TitlesPlan
from engine.plan.streams import stream_key

Array = npt.NDArray[Any]
LOOK = 64
"""So many of the titles that are wanted most are looked at for one that can be had now."""
CLOSED = -1


@dataclass(frozen=True, slots=True)
class Way:
    """A class of downloads by which titles come, and the row of the tier that gives them."""

    row: int
    giver: int
    links: tuple[int, ...]
    is_peer: bool


@dataclass(frozen=True, slots=True)
class Part:
    """A catalogue at a site: its first title in the table, and for how many of its titles there is room."""

    told: TitlesPlan
    first: int
    places: int


@dataclass(frozen=True, slots=True)
class Flow:
    """A title on its way; each of its connections brings `units`, and `target` is where `virtual` of its class will be
    when all of them are there."""

    title: int
    way: Way
    units: int
    target: int


@dataclass(slots=True)
class Site:
    """A tier that is filled. `wanted` are titles to be brought, the first one next; a title of `leaving` goes when the
    one for which it goes is begun; `left` are the units that are missing of titles which a window did not finish."""

    tier: CarrierPlan
    fill: FillPlan
    row: int
    link: int
    ways: tuple[Way, ...]
    parts: tuple[Part, ...]
    night: int = CLOSED
    wanted: list[int] = field(default_factory=list)
    leaving: dict[int, int] = field(default_factory=dict)
    left: dict[int, int] = field(default_factory=dict)
    flows: list[Flow] = field(default_factory=list)
    brought: int = 0
    dropped: int = 0
    arrived: int = 0
    """Units of titles and of parts of them."""
    spare: int = 0
    """Units that came in the rest of a step in which a title was whole and no other one came the same way."""

    def window(self, now_ns: int) -> int:
        """The number of the window that is open, CLOSED if none is."""
        since_s = now_ns * 1e-9 - self.fill.opens_s
        if since_s < 0.0 or self.fill.lasts_s <= 0.0:
            return CLOSED
        night = int(since_s / self.fill.every_s) if self.fill.every_s > 0.0 else 0
        return night if since_s - night * self.fill.every_s < self.fill.lasts_s else CLOSED


class Filling:
    """All sites of a plane. `lying` (u1, tiers x titles): on how many appliances of a tier each title lies, the lost
    ones among them."""

    def __init__(self, plan: PlanePlan, state: PlaneState, catalogues: Catalogues, seed: int) -> None:
        self.state, self.seed, self.steps_per_s = state, seed, plan.steps_per_s
        self.lying: Array = state.held.reshape(len(state.tiers), -1).copy()
        self.sizes = np.zeros(self.lying.shape[1])
        for (told, _), first in catalogues.items():
            self.sizes[first : first + told.count] = told.title_gb
        self.before_gb: list[float] = (self.lying @ self.sizes).tolist()
        """What had been brought to each tier before the run, every copy of every title counted."""
        self.sites = _sites(plan, state, catalogues)
        self.rows = np.flatnonzero(state.classes["population"] == NOBODY)

    def begin(self, now_ns: int) -> None:
        """At the begin of a step: windows open and close, titles are begun."""
        for site in self.sites:
            night = site.window(now_ns)
            if night != site.night:
                site.night = night
                if night == CLOSED:
                    self._put_aside(site, site.flows)
                    site.wanted, site.leaving = [], {}
                else:
                    self._plan(site)
            if night != CLOSED:
                self._mend(site)
                if site.wanted:
                    self._begin_titles(site)
        # Between steps it is known how many come: nobody is expected to end on the way.
        self.state.before[self.rows, 0] = self.state.classes["active"][self.rows]

    def end(self) -> None:
        """At the end of a step: what is whole lies there, and the next title follows it on the same way."""
        virtual = self.state.classes["virtual"]
        for site in self.sites:
            coming: list[Flow] = []
            for flow in site.flows:
                now: Flow | None = flow
                while now is not None and now.target <= virtual[now.way.row]:
                    now = self._finish(site, now)
                coming += [now] if now is not None else []
            site.flows = coming

    def told(self, row: int) -> dict[str, float]:
        """What became of a tier so far; nothing if nobody fills it while the run goes on."""
        carried, gb = self.state.classes["carried"], 8e9 * self.steps_per_s
        for site in self.sites:
            if site.row == row:
                came = {way.is_peer: 0.0 for way in site.ways} | {True: 0.0, False: 0.0}
                for way in site.ways:
                    came[way.is_peer] += int(carried[way.row]) / gb
                missing = len(site.wanted) + len(site.flows) + len(site.left)
                told = {"brought": site.brought, "dropped": site.dropped, "missing": missing}
                return {**told, "filled_gb": came[True] + came[False], "peer_gb": came[True]}
        return {}

    def under_way(self) -> Array:
        """Units of titles that come which are there (i8, classes)."""
        classes = self.state.classes
        units = np.zeros(len(classes), np.int64)
        for site in self.sites:
            for flow in site.flows:
                units[flow.way.row] += site.fill.connections * self._got(flow)
        return units

    def unbalanced(self) -> list[str]:
        """Sentences about bytes of titles that are not where they should be."""
        carried, wrong = self.state.classes["carried"], []
        for site in self.sites:
            came = sum(int(carried[way.row]) for way in site.ways)
            coming = site.fill.connections * sum(self._got(flow) for flow in site.flows)
            if came != site.arrived + site.spare + coming:
                wrong.append(f"{site.tier.id}: other bytes came than titles have")
            for part in site.parts:
                mine = range(part.first, part.first + part.told.count)
                begun = sum(flow.title in mine for flow in site.flows) + sum(title in mine for title in site.left)
                lying = int(self.lying[site.row, part.first : part.first + part.told.count].sum())
                if lying + begun > part.places:
                    wrong.append(f"{site.tier.id}: more titles lie there than its disks have room for")
        return wrong

    def _plan(self, site: Site) -> None:
        """What is wanted in the window that opens, by its own forecast, and what goes for it."""
        key = stream_key(self.seed, "fill", site.tier.id, f"night {site.night}")
        worth: dict[int, float] = {}
        begun = {flow.title for flow in site.flows} | site.left.keys()
        site.leaving = {}
        for part in site.parts:
            expected = expectation(part.told, site.fill, key)
            lying = self.lying[site.row, part.first : part.first + part.told.count]
            here = [title - part.first for title in begun if 0 <= title - part.first < part.told.count]
            free = part.places - int(lying.sum()) - len(here)
            order = np.argsort(-expected, kind="stable")
            is_here = lying > 0
            is_here[here] = True
            stay = [int(each) for each in order[::-1] if lying[each]]
            for title in (int(each) for each in order if not is_here[each]):
                least = stay[0] if stay else title
                if expected[title] <= 0.0:
                    break
                if free > 0:
                    free -= 1
                elif expected[title] > (1.0 + site.fill.churn_penalty) * expected[least] and stay:
                    site.leaving[part.first + title] = part.first + stay.pop(0)
                else:
                    break
                worth[part.first + title] = float(expected[title])
        site.wanted = [*site.left, *sorted(worth, key=lambda title: -worth[title])]

    def _begin_titles(self, site: Site) -> None:
        """Appliances with nothing to do bring the titles that are wanted most among those that can be had."""
        links = self.state.links["capacity_bps"]
        up = round(site.tier.appliances * float(links[site.link]) / (1e9 * site.tier.gbps))
        virtual = self.state.classes["virtual"]
        for title in site.wanted[:LOOK]:
            if len(site.flows) >= up:
                return
            way = self._way(site, title)
            if way is not None:
                site.flows.append(self._begin(site, title, way, int(virtual[way.row])))

    def _begin(self, site: Site, title: int, way: Way, start: int) -> Flow:
        """A title is begun where `virtual` of the way is `start`; the one that goes for it is gone."""
        site.wanted.remove(title)
        gone = site.leaving.pop(title, None)
        if gone is not None:
            self.lying[site.row, gone] = 0
            self.state.held[self._place(site.row, gone)] = 0
            site.dropped += 1
        whole = round(8e9 * float(self.sizes[title])) * self.steps_per_s
        connections = site.fill.connections
        # Even parts, rounded up: a title may be longer by less than a unit for each connection.
        units = -(-site.left.pop(title, whole) // connections)
        classes = self.state.classes
        classes["active"][way.row] += connections
        classes["started"][way.row] += connections * start
        return Flow(title, way, units, start + units)

    def _finish(self, site: Site, flow: Flow) -> Flow | None:
        """A title is whole; the next one, if it comes by the same way, without a gap."""
        self.lying[site.row, flow.title] = 1
        self.state.held[self._place(site.row, flow.title)] = 1
        site.brought += 1
        is_open = site.night != CLOSED
        title, way = next(((each, way) for each in site.wanted[:LOOK] if (way := self._way(site, each))), (0, None))
        if is_open and way is not None and way.row == flow.way.row:
            self._part(site, flow, flow.units)
            return self._begin(site, title, way, flow.target)
        over = site.fill.connections * (int(self.state.classes["virtual"][flow.way.row]) - flow.target)
        self._part(site, flow, flow.units)
        self.state.classes["done"][flow.way.row] += over
        site.spare += over
        return None

    def _part(self, site: Site, flow: Flow, got: int) -> None:
        """A download of a title is over after so many units of each connection."""
        classes, connections = self.state.classes, site.fill.connections
        classes["active"][flow.way.row] -= connections
        classes["started"][flow.way.row] -= connections * (flow.target - flow.units)
        classes["done"][flow.way.row] += connections * got
        site.arrived += connections * got

    def _put_aside(self, site: Site, flows: list[Flow]) -> None:
        """Titles stop to come; what is there of them is kept."""
        for flow in flows:
            got = self._got(flow)
            self._part(site, flow, got)
            site.left[flow.title] = site.fill.connections * (flow.units - got)
        site.flows = [flow for flow in site.flows if flow not in flows]

    def _mend(self, site: Site) -> None:
        """Titles on a way that is dead are wanted from somebody else."""
        dead = [flow for flow in site.flows if not self._is_alive(flow.way)]
        if dead:
            self._put_aside(site, dead)
            site.wanted = [*(flow.title for flow in dead), *site.wanted]

    def _way(self, site: Site, title: int) -> Way | None:
        """By which way a title can be had now: from the first neighbour that has it, else from the tiers behind. None
        if it can be had from nobody, or a neighbour is just getting it."""
        for way in site.ways:
            if not self._is_alive(way) or (way.is_peer and not site.fill.from_peers):
                continue
            if self.state.tiers["keeps"][way.giver] & HAS_ALL or self.state.held[self._place(way.giver, title)]:
                return way
            if way.is_peer and self._is_coming(way.giver, title):
                return None
        return None

    def _is_coming(self, row: int, title: int) -> bool:
        flows = (flow for site in self.sites if site.row == row for flow in site.flows)
        return any(flow.title == title and self._is_alive(flow.way) for flow in flows)

    def _is_alive(self, way: Way) -> bool:
        return bool(self.state.links["capacity_bps"][list(way.links)].min() > 0.0)

    def _got(self, flow: Flow) -> int:
        return int(self.state.classes["virtual"][flow.way.row]) - (flow.target - flow.units)

    def _place(self, row: int, title: int) -> int:
        return int(self.state.tiers["first_held"][row]) + title


def _sites(plan: PlanePlan, state: PlaneState, catalogues: Catalogues) -> list[Site]:
    """Sites in the order of their classes, see `Builder.supplies`."""
    classes = iter(np.flatnonzero(state.classes["population"] == NOBODY).tolist())
    tiers = {each.id: row for row, each in enumerate(plan.tiers, start=1)}
    links = {each.id: row for row, each in enumerate(plan.links)}
    sites = []
    for name, supplies in plan.supplies.items():
        tier = plan.tiers[tiers[name] - 1]
        sites.append(
            Site(
                tier,
                plan.fills[name],
                tiers[name],
                links[name],
                tuple(
                    Way(next(classes), tiers[each.giver], tuple(links[link] for link in each.links), each.is_peer)
                    for each in supplies
                ),
                tuple(
                    Part(told, first, places_for(tier, told, catalogues))
                    for (told, _), first in catalogues.items()
                    if not told.is_live
                ),
            )
        )
    return sites
