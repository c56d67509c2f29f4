"""Titles that are brought while a run goes on: step by step the same as a slow twin, and no byte is lost."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass, field, replace

import numpy as np
import pytest

from engine.dataplane.holding import expectation
from engine.dataplane.plane import Plane
from engine.design.carriers import BOTH, EVERYTHING, TITLES, CarrierPlan, FillPlan, SupplyPlan
from engine.design.kinds import RateCurve
from engine.design.population import LinkPlan, PathPlan, PlanePlan, PlayerPlan, TitlesPlan
from engine.plan.streams import stream_key
from tests.engine.dataplane.test_sharing import filled
from validation.viewing import patient

SECOND_NS, STEPS_PER_S, SEED = 1_000_000_000, 2, 3
COUNT, TITLE_GB = 40, 0.371
TITLE_UNITS = round(8e9 * TITLE_GB) * STEPS_PER_S
WATCHED = TitlesPlan(COUNT, 0.8, title_gb=TITLE_GB, new_ratio=0.3, episode_s=60.0)


def region(draw: random.Random, sessions_per_s: float = 0.0) -> PlanePlan:
    """Sites with random disks and rates, some of them neighbours, behind an exchange and a storage, over thin links."""
    names = [f"site{place}" for place in range(draw.randrange(2, 5))]
    sites = [_tier(name, draw, draw.choice([TITLES, BOTH])) for name in names]
    tiers = (*sites, _tier("exchange", draw, TITLES), CarrierPlan("storage", 6.0, EVERYTHING))
    links = [LinkPlan(each.id, each.gbps) for each in tiers]
    links += [LinkPlan(f"line{name}", draw.uniform(0.5, 4.0)) for name in names] + [LinkPlan("own", 100.0)]
    supplies = {"exchange": (SupplyPlan("storage", ("storage",)),)}
    for name in names:
        peers = [each for each in names if each != name and draw.random() < 0.5]
        over = (f"line{name}", "exchange")
        supplies[name] = (
            *(SupplyPlan(each, (each,), is_peer=True) for each in peers),
            SupplyPlan("exchange", over),
            SupplyPlan("storage", (*over, "storage")),
        )
    people = replace(
        patient(cap=200, initial=0, sessions=RateCurve((0.0,), (sessions_per_s,))),
        paths=(
            PathPlan(("own", names[0]), 10.0, names[0], 1),
            PathPlan(("own", names[0], f"line{names[0]}", "exchange"), 30.0, "exchange", 2),
            PathPlan(("own", names[0], f"line{names[0]}", "exchange", "storage"), 90.0, "storage"),
        ),
        entries=(0,),
        titles=WATCHED,
        session_s=40.0,
        player=PlayerPlan("throughput"),
    )
    return PlanePlan(
        tuple(links), (people,), STEPS_PER_S, tiers, {each: _fill(draw) for each in supplies}, supplies=supplies
    )


def _tier(name: str, draw: random.Random, keeps: str) -> CarrierPlan:
    appliances = draw.randrange(1, 4)
    room_gb = TITLE_GB * draw.randrange(5, COUNT) / appliances
    return CarrierPlan(name, draw.uniform(1.0, 5.0), keeps, 10.0, appliances=appliances, storage_gb=room_gb)


def _fill(draw: random.Random) -> FillPlan:
    return FillPlan(
        window_h=draw.choice([0.0, 12.0]),
        gbps=draw.uniform(0.3, 1.2),
        nights=1,
        opens_s=draw.uniform(0.0, 20.0),
        lasts_s=draw.uniform(20.0, 60.0),
        every_s=draw.choice([0.0, 70.0]),
        churn_penalty=draw.choice([0.0, 0.1, 1.0]),
        from_peers=draw.random() < 0.8,
        connections=draw.choice([1, 1, 3, 7]),
    )


@dataclass
class Coming:
    """A title that comes from a giver; `missing` of each connection, in units of half a bit."""

    title: int
    way: tuple[str, str]
    missing: int


@dataclass
class SlowSite:
    name: str
    fill: FillPlan
    appliances: int
    places: int
    copies: dict[int, int]
    ways: tuple[SupplyPlan, ...]
    night: int = -1
    wanted: list[int] = field(default_factory=list)
    goes: dict[int, int] = field(default_factory=dict)
    rest: dict[int, int] = field(default_factory=dict)
    coming: list[Coming] = field(default_factory=list)


class SlowRegion:
    """The sentences of docs/engine/dataplane.md, with dictionaries and all links filled a little at a time."""

    def __init__(self, plan: PlanePlan, held: dict[str, dict[int, int]]) -> None:
        self.plan, self.step = plan, 0
        tiers = {each.id: each for each in plan.tiers}
        part = {TITLES: 1.0, BOTH: 0.9}
        self.sites = {
            name: SlowSite(
                name,
                plan.fills[name],
                tiers[name].appliances,
                int(part[tiers[name].keeps] * tiers[name].storage_gb * tiers[name].appliances / TITLE_GB + 1e-6),
                held[name],
                ways,
            )
            for name, ways in plan.supplies.items()
        }
        self.capacity = {each.id: 1e9 * each.gbps for each in plan.links}
        self.carried = dict.fromkeys(self.capacity, 0)

    def half_a_second(self) -> None:
        now_s = self.step / STEPS_PER_S
        for site in self.sites.values():
            self._look_at_the_clock(site, now_s)
            for title in list(site.wanted) if site.night >= 0 else []:
                way = self._way(site, title)
                if way is not None and len(site.coming) < site.appliances:
                    self._start(site, title, way, 0)
        rates = self._rates()
        for site in self.sites.values():
            for each in list(site.coming):
                self._bring(site, each, rates[each.way])
        for way, rate in rates.items():
            for link in self._links(way):
                self.carried[link] += rate * self.counts[way]
        self.step += 1

    def _look_at_the_clock(self, site: SlowSite, now_s: float) -> None:
        fill = site.fill
        since, night = now_s - fill.opens_s, 0
        if fill.every_s and since >= 0.0:
            night = int(since // fill.every_s)
        is_open = 0.0 <= since - night * fill.every_s < fill.lasts_s
        if is_open and site.night != night:
            site.night = night
            self._choose(site)
        elif not is_open and site.night >= 0:
            site.night, site.wanted, site.goes = -1, [], {}
            site.rest |= {each.title: fill.connections * each.missing for each in site.coming}
            site.coming = []

    def _choose(self, site: SlowSite) -> None:
        worth = expectation(WATCHED, site.fill, stream_key(SEED, "fill", site.name, f"night {site.night}")).tolist()
        absent = sorted(set(range(COUNT)) - set(site.copies) - set(site.rest), key=lambda title: -worth[title])
        present = sorted(site.copies, key=lambda title: worth[title])
        site.wanted, site.goes = list(site.rest), {}
        free = site.places - sum(site.copies.values()) - len(site.rest)
        for title in absent:
            if free > 0:
                free -= 1
            elif present and worth[title] > (1.0 + site.fill.churn_penalty) * worth[present[0]]:
                site.goes[title] = present.pop(0)
            else:
                break
            site.wanted.append(title)

    def _way(self, site: SlowSite, title: int) -> tuple[str, str] | None:
        for way in site.ways:
            if way.is_peer and not site.fill.from_peers:
                continue
            giver = self.sites.get(way.giver)
            if giver is None or title in giver.copies:
                return site.name, way.giver
            if way.is_peer and any(each.title == title for each in giver.coming):
                return None
        return None

    def _start(self, site: SlowSite, title: int, way: tuple[str, str], ahead: int) -> Coming:
        site.wanted.remove(title)
        site.copies.pop(site.goes.pop(title, -1), None)
        part = math.ceil(site.rest.pop(title, TITLE_UNITS) / site.fill.connections)
        each = Coming(title, way, part - ahead)
        site.coming.append(each)
        return each

    def _bring(self, site: SlowSite, each: Coming, rate: int) -> None:
        each.missing -= rate
        while each.missing <= 0:
            place = site.coming.index(each)
            site.coming.remove(each)
            site.copies[each.title] = 1
            found = next((title for title in site.wanted if self._way(site, title) is not None), None)
            if found is None or self._way(site, found) != each.way:
                break
            each = self._start(site, found, each.way, -each.missing)
            site.coming.insert(place, site.coming.pop())

    def _links(self, way: tuple[str, str]) -> tuple[str, ...]:
        return next(each.links for each in self.sites[way[0]].ways if each.giver == way[1])

    def _rates(self) -> dict[tuple[str, str], int]:
        coming = [each.way for site in self.sites.values() for each in site.coming]
        self.counts = {way: coming.count(way) * self.sites[way[0]].fill.connections for way in dict.fromkeys(coming)}
        links, ways = list(self.capacity), list(self.counts)
        rates = filled(
            list(self.capacity.values()),
            [[links.index(link) for link in self._links(way)] for way in ways],
            list(self.counts.values()),
            [1e9 * self.sites[way[0]].fill.gbps / self.sites[way[0]].fill.connections for way in ways],
        )
        return {way: int(rate) for way, rate in zip(ways, rates, strict=True)}


def held_by(plane: Plane, name: str) -> dict[int, int]:
    row = 1 + [each.id for each in plane.plan.tiers].index(name)
    lying = plane.filling.lying[row]
    return {int(title): int(lying[title]) for title in np.flatnonzero(lying)}


@pytest.mark.parametrize("seed", range(12))
def test_titles_come_as_the_slow_twin_says(seed: int) -> None:
    plan = region(random.Random(seed))
    plane = Plane(plan, SEED)
    slow = SlowRegion(plan, {name: held_by(plane, name) for name in plan.supplies})
    for step in range(1, 361):
        plane.step(step * SECOND_NS // STEPS_PER_S)
        slow.half_a_second()
        for name, site in slow.sites.items():
            assert held_by(plane, name) == site.copies, (step, name)
        assert plane.unbalanced() == []
    for link, carried in zip(plan.links, plane.carried_bits(), strict=True):
        # A link may carry a quarter of a step more, see engine/dataplane/sharing.py; rates are whole bits a second.
        allowed = 0.25 * 1e9 * link.gbps / STEPS_PER_S + 10_000.0
        assert float(carried) == pytest.approx(slow.carried[link.id] / STEPS_PER_S, abs=allowed), link.id
    assert sum(site.brought for site in plane.filling.sites) > 10


def test_many_things_happen_to_titles() -> None:
    told: dict[str, float] = {}
    for seed in range(12):
        plane = Plane(region(random.Random(seed)), SEED)
        plane.step(180 * SECOND_NS)
        for row in range(1, 1 + len(plane.plan.tiers)):
            told = {name: told.get(name, 0) + value for name, value in plane.filling.told(row).items()} or told
    assert all(value > 0 for value in told.values()), told


@pytest.mark.parametrize("seed", range(3))
def test_no_byte_is_lost_among_viewers_fills_and_dead_links(seed: int) -> None:
    draw = random.Random(seed)
    plane = Plane(region(draw, sessions_per_s=2.0), SEED)
    for second in range(1, 150):
        if draw.random() < 0.1:
            link = draw.randrange(len(plane.plan.links) - 1)
            plane.set_capacity(link, draw.choice([0.0, plane.plan.links[link].gbps]))
        plane.step(second * SECOND_NS)
        assert plane.unbalanced() == []
    viewers, titles = (
        plane.served_bits().sum(),
        sum(plane.filling.told(row).get("filled_gb", 0) for row in range(1, len(plane.state.tiers))),
    )
    own = float(plane.carried_bits()[plane.link_rows["own"]])
    assert own == pytest.approx(viewers, rel=1e-9)
    assert own > 1e9
    assert titles > 1.0
