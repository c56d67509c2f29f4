"""Which tier serves a segment: request by request the same as a slow twin in plain Python with lists of keys."""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pytest

from engine.dataplane.compiled import compiled
from engine.dataplane.lowering import lower
from engine.dataplane.plane import Plane
from engine.dataplane.pulled import UNUSED
from engine.dataplane.records import HAS_ALL, HAS_SEGMENTS, VIEWER
from engine.dataplane.serving import serving_route, wait_for_bytes
from engine.design.carriers import BOTH, EVERYTHING, SEGMENTS, TITLES, CarrierPlan
from engine.design.population import LinkPlan, PathPlan, PlanePlan, PlayerPlan, TitlesPlan
from validation.viewing import patient

MEGABIT, RUNGS, TITLES_COUNT, SEGMENT_S = 1_000_000, 3, 12, 4.0
LADDER = (1000.0, 2000.0, 3000.0)
SECOND_NS = 1_000_000_000


@compiled
def ask_for(supply, populations, viewers, requests, sizes, latency_ns, chosen, ready_ns):  # type: ignore[no-untyped-def]
    """Requests (i8: at, title, segment, rung) one after another; which route serves each, and when its first byte is
    there."""
    for place in range(requests.shape[0]):
        viewer = viewers[0]
        viewer.title, viewer.segment = requests[place, 1], requests[place, 2]
        viewer.rung = requests[place, 3]
        last, first = serving_route(supply, populations[0], viewer, sizes[viewer.rung], requests[place, 0])
        viewer.fetch_ns = requests[place, 0] + latency_ns[last]
        wait_for_bytes(supply, populations[0], viewer, first, last)
        chosen[place], ready_ns[place] = last, viewer.fetch_ns


@dataclass
class SlowTier:
    """Keys in the order of their last use, with the instants of their first bytes."""

    plan: CarrierPlan
    held: set[int]
    room: int
    kept: dict[tuple[int, int, int], int | None] = field(default_factory=dict)

    def used(self) -> int:
        return sum(round(LADDER[key[2]] * 1e3 * SEGMENT_S) for key in self.kept)

    def keep(self, key: tuple[int, int, int]) -> None:
        size = round(LADDER[key[2]] * 1e3 * SEGMENT_S)
        if size > self.room:
            return
        while self.used() + size > self.room:
            del self.kept[next(iter(self.kept))]
        self.kept[key] = None


def slowly(tiers: list[SlowTier], entries: list[int], requests: list[tuple[int, ...]]) -> list[tuple[int, int]]:
    """The same, read off the sentences of docs/engine/dataplane.md. Tier i misses to tier i + 1."""
    told = []
    for at_ns, *key in requests:
        title, segment, rung = key
        pulls = {place for place, each in enumerate(tiers) if each.plan.keeps in (SEGMENTS, BOTH, EVERYTHING)}
        place = first = next((e for e in entries if e in pulls or title in tiers[e].held), entries[0])
        fresh = []
        while True:
            tier = tiers[place]
            if tier.plan.keeps == EVERYTHING or title in tier.held:
                break
            if tier.plan.keeps in (SEGMENTS, BOTH):
                if (title, segment, rung) in tier.kept:
                    ready = tier.kept.pop((title, segment, rung))
                    tier.kept[title, segment, rung] = ready
                    if tier.plan.holds or (ready is not None and ready <= at_ns):
                        break
                else:
                    tier.keep((title, segment, rung))
                    fresh.append(tier)
            place += 1
        first_byte = at_ns + latency(place)
        known = tiers[place].kept.get((title, segment, rung))
        first_byte = max(first_byte, known or 0)
        for each in fresh:
            if (title, segment, rung) in each.kept:
                each.kept[title, segment, rung] = at_ns + latency(place)
        told.append((place, first_byte))
        assert first <= place
    return told


def latency(place: int) -> int:
    return (place + 1) * 50_000_000


def carriers(holds: bool) -> tuple[CarrierPlan, ...]:
    gb = 5 * 8.0 * MEGABIT / 8e9
    return (
        CarrierPlan("edge", 1.0, SEGMENTS, appliances=1, storage_gb=gb, holds=holds),
        CarrierPlan("exchange", 1.0, BOTH, appliances=2, storage_gb=10 * gb, holds=holds),
        CarrierPlan("site", 1.0, TITLES, appliances=1, storage_gb=2.0),
        CarrierPlan("origin", 1.0, EVERYTHING),
    )


@pytest.mark.parametrize("entries", [(0,), (2, 0), (1, 2), (3,)])
@pytest.mark.parametrize("holds", [True, False])
def test_every_request_goes_where_the_slow_twin_says(entries: tuple[int, ...], holds: bool) -> None:
    told = carriers(holds)
    paths = [
        PathPlan((each.id,), 1.0, each.id, None if each.keeps == EVERYTHING else place + 1)
        for place, each in enumerate(told)
    ]
    people = replace(
        patient(),
        paths=tuple(paths),
        entries=entries,
        ladder_kbps=LADDER,
        titles=TitlesPlan(TITLES_COUNT, title_gb=0.5),
    )
    plan = PlanePlan(tuple(LinkPlan(each.id, 1.0) for each in told), (people,), tiers=told)
    state = lower(plan, 1)
    held = state.held.reshape(len(state.tiers), -1)
    draw = random.Random(5)
    times = sorted(draw.randrange(60 * SECOND_NS) for _ in range(4_000))
    requests = [(at, int(12 * draw.random() ** 2), draw.randrange(3), draw.randrange(RUNGS)) for at in times]
    slow = [
        SlowTier(each, set(np.flatnonzero(held[row]).tolist()), int(state.tiers[row]["room"]))
        for row, each in enumerate(told, start=1)
    ]
    chosen, ready = np.zeros(len(requests), np.int64), np.zeros(len(requests), np.int64)
    ask_for(
        state.stepped[-3],
        state.populations,
        np.zeros(1, VIEWER),
        np.asarray(requests, np.int64),
        state.rungs["bits"],
        np.asarray([latency(place) for place in range(len(told))]),
        chosen,
        ready,
    )
    expected = slowly(slow, list(entries), requests)
    assert list(zip(chosen.tolist(), ready.tolist(), strict=True)) == expected
    _same_books(state.tiers, slow)


def _same_books(rows: Any, slow: list[SlowTier]) -> None:
    for row, each in zip(rows[1:], slow, strict=True):
        assert int(row["used"]) == each.used()
        assert bool(row["keeps"] & HAS_SEGMENTS) or not each.kept
        assert bool(row["keeps"] & HAS_ALL) == (each.plan.keeps == EVERYTHING)


def test_an_edge_that_holds_requests_fetches_once_what_a_crowd_wants_at_once() -> None:
    fetched, distinct = {}, {}
    for holds in (True, False):
        edge = CarrierPlan("edge", 10.0, SEGMENTS, storage_gb=100.0, holds=holds)
        tiers = (edge, CarrierPlan("storage", 10.0, EVERYTHING))
        crowd = patient(
            cap=300,
            initial=300,
            player=PlayerPlan("fixed", {"fixed_kbps": 3000.0}),
            paths=(PathPlan(("edge",), 10.0, "edge", 1), PathPlan(("edge", "storage"), 60.0, "storage")),
            entries=(0,),
        )
        plane = Plane(PlanePlan(tuple(LinkPlan(each.id, 10.0) for each in tiers), (crowd,), 2, tiers), 1)
        plane.step(60 * SECOND_NS)
        fetched[holds], distinct[holds] = int(plane.state.tiers["had"][2]), int(plane.state.pool[UNUSED])
    assert fetched[True] == distinct[True] > 10
    assert fetched[False] > 10 * distinct[False]
