"""Live origins: segments that appear on a clock, come late or not at all, and viewers who stay near the newest one."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import pytest

from engine.dataplane.broadcasting import Origin
from engine.dataplane.plane import Plane
from engine.dataplane.records import MISSING
from engine.design.carriers import EVERYTHING, SEGMENTS, SLOW_FROM, SPOILT_FROM, CarrierPlan, LivePlan
from engine.design.population import LinkPlan, NetworkPlan, PathPlan, PlanePlan, PlayerPlan, TitlesPlan
from validation.viewing import patient, steady

SECOND_NS = 1_000_000_000
SEGMENT_S, DELAY_S = 2.0, 1.0
GOOD = LivePlan(defect_ratio=0.0)


def origin(**live: Any) -> Origin:
    plan = LivePlan(**live)
    return Origin(plan, 0, 1, 0, 0x1234_5678_9ABC_DEF1, [-1] * plan.pipelines)


@pytest.mark.parametrize(("pipelines", "ratio"), [(1, 0.1), (2, 0.1), (2, 0.3), (3, 0.5)])
def test_as_many_segments_are_late_or_missing_as_pipelines_spoil(pipelines: int, ratio: float) -> None:
    made, count = origin(pipelines=pipelines, defect_ratio=ratio), 20_000
    told = [made.lateness_ns(segment, 0) for segment in range(count)]
    missing = ratio**pipelines
    for found, expected in (
        (told.count(int(MISSING)), missing),
        (sum(each > 0 for each in told), ratio - missing),
    ):
        assert abs(found / count - expected) <= 4.0 * math.sqrt(expected * (1.0 - expected) / count)
    assert {each for each in told if each > 0} <= {SECOND_NS // 2}


def test_a_lost_pipeline_costs_the_failover_and_all_of_them_everything() -> None:
    made = origin(defect_ratio=0.0, failover_s=3.0)
    made.hear(1.0, 10 * SECOND_NS)
    told = [made.lateness_ns(segment, segment * SECOND_NS) for segment in range(9, 16)]
    assert told == [3 * SECOND_NS] * 4 + [0] * 3
    made.hear(2.0, 20 * SECOND_NS)
    assert made.lateness_ns(30, 30 * SECOND_NS) == MISSING
    made.hear(0.0, 40 * SECOND_NS)
    assert made.lateness_ns(40, 40 * SECOND_NS) == 0


def test_failures_spoil_segments_and_delay_them() -> None:
    made = origin(pipelines=1, defect_ratio=0.0)
    made.hear(SLOW_FROM + 2.5, 0)
    assert made.lateness_ns(1, 0) == 2_500_000_000
    made.hear(SPOILT_FROM + 1.0, 0)
    assert made.lateness_ns(1, 0) == MISSING


def event(
    live: LivePlan = GOOD, gbps: float = 10.0, holds: bool = True, episode_s: float = 1e6, **people: Any
) -> PlanePlan:
    """People who watch one thing over an edge that pulls, from a live origin."""
    told: dict[str, Any] = {
        "cap": 200,
        "initial": 200,
        "networks": (NetworkPlan(steady(20_000.0)),),
        "ladder_kbps": (1000.0, 4000.0),
        "player": PlayerPlan("throughput", segment_s=live.segment_s, live_delay_s=live.delay_s, buffer_max_s=20.0),
        **people,
    }
    tiers = (
        CarrierPlan("edge", gbps, SEGMENTS, storage_gb=100.0, holds=holds),
        CarrierPlan("origin", gbps, EVERYTHING, live=live),
    )
    crowd = replace(
        patient(**told),
        paths=(PathPlan(("edge",), 10.0, "edge", 1), PathPlan(("edge", "origin"), 60.0, "origin")),
        entries=(0,),
        live="origin",
        titles=TitlesPlan(1, 0.8, episode_s, is_live=True),
    )
    return PlanePlan(tuple(LinkPlan(each.id, gbps) for each in tiers), (crowd,), 4, tiers)


def watched(plan: PlanePlan, until_s: int = 120) -> tuple[Plane, dict[str, Any]]:
    plane = Plane(plan, 1)
    plane.step(until_s * SECOND_NS)
    assert plane.unbalanced() == []
    return plane, plane.books()


def test_a_crowd_asks_the_origin_once_for_every_segment_and_stays_near_its_edge() -> None:
    plane, books = watched(event())
    made = plane.broadcasting.origins["origin"].made
    assert made == math.ceil((120.0 - DELAY_S) / SEGMENT_S) - 1
    # Two rungs at most, and what was made before anybody came is asked for by nobody.
    assert made - 2 <= int(plane.state.tiers["had"][2]) <= 2 * made
    assert int(plane.state.tiers["asked"][1]) > 150 * made
    assert SEGMENT_S + DELAY_S < books["behind_s"] < 3.0 * SEGMENT_S + DELAY_S
    assert (books["stalls"], books["skipped"], books["jumps"]) == (0, 0, 0)


def test_who_asks_for_a_late_segment_waits_or_asks_again() -> None:
    late = replace(GOOD, defect_ratio=0.3, pipelines=2, failover_s=1.5, holds=True)
    _, held = watched(event(late))
    plane, refused = watched(event(replace(late, holds=False)))
    assert held["refused_early"] == 0
    # By 1.5 s: each of 200 who asks at once is refused, and once more a second later; who asks later is not.
    most = 2 * 200 * plane.broadcasting.origins["origin"].late
    assert 0.7 * most < refused["refused_early"] <= most
    assert refused["behind_s"] >= held["behind_s"]


def test_missing_segments_are_skipped_by_all() -> None:
    plane, books = watched(event(replace(GOOD, pipelines=1, defect_ratio=0.1)), 400)
    missing = plane.broadcasting.origins["origin"].missing
    assert missing > 5
    assert books["skipped"] == pytest.approx(200 * missing, abs=400)
    assert books["stalls"] > 0


def test_after_an_outage_players_are_at_the_edge_again_unless_they_never_jump() -> None:
    behind = {}
    for behind_s in (0.0, 6.0):
        player = PlayerPlan("throughput", segment_s=2.0, live_delay_s=1.0, live_behind_s=behind_s)
        plane = Plane(event(player=player), 1)
        plane.step(60 * SECOND_NS)
        plane.set_capacity(0, 0.0)
        plane.step(90 * SECOND_NS)
        plane.set_capacity(0, 10.0)
        plane.step(100 * SECOND_NS)
        before = plane.state.counts[0].copy()
        plane.step(130 * SECOND_NS)
        now = plane.state.counts[0]
        behind[behind_s] = int(now["behind_ns"] - before["behind_ns"]) / int(now["at_edge"] - before["at_edge"]) / 1e9
        assert (int(now["jumps"]) > 0) == (behind_s > 0.0)
    assert behind[6.0] < 8.0
    assert behind[0.0] > 25.0


def test_a_busy_origin_refuses_the_past_and_serves_the_newest() -> None:
    # People go back once a minute; the edge has room for two segments, and the origin for 25 people who read the past.
    going: dict[str, Any] = {"seek_per_h": 60.0, "browse_s": 1.0, "episode_s": 300.0}
    told = {}
    for busy_ratio in (0.5, 2.0):
        plan = event(replace(GOOD, past_s=10.0, busy_ratio=busy_ratio), gbps=0.1, **going)
        small = replace(plan.tiers[0], storage_gb=0.002)
        links = (LinkPlan("edge", 10.0), plan.links[1])
        _, told[busy_ratio] = watched(replace(plan, links=links, tiers=(small, plan.tiers[1])), 300)
    assert told[0.5]["refused_past"] > 100
    assert told[2.0]["refused_past"] == 0
    # Those who did not go back are nearer to the clock; those who did stand still for it.
    assert told[0.5]["behind_s"] < told[2.0]["behind_s"]
