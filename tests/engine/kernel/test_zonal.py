"""Replicas of a cache by zone: who is asked, who answers when nobody is there, and what that costs."""

from typing import Any

import pytest

from engine.design.model import Design
from engine.simulate import Simulation, start
from tests import tiny

ZONES = [
    {"id": "west", "type": "region"},
    {"id": "a", "type": "zone", "within": "west"},
    {"id": "b", "type": "zone", "within": "west"},
]
HIT_MS, CROSSING_MS = 0.5, 20.0
IN_A, IN_B = slice(0, 2), slice(2, 4)


def test_everybody_asks_the_replica_of_his_zone_and_both_learn_every_answer() -> None:
    going = _run(_design(capacity_items=1_000))
    arrivals = _of_cache(going, "arrivals")
    assert min(arrivals[IN_A]) > 100
    assert max(arrivals[IN_B]) == 0
    held = going.state.shards["held"][_rows(going)].tolist()
    assert held[IN_A] == held[IN_B]
    assert going.summary()["components"]["cache"]["from_afar"] == 0


def test_who_finds_nobody_at_home_is_answered_from_another_zone_a_crossing_later() -> None:
    well, lost = (_run(_design(lost, capacity_items=1_000)).summary() for lost in (False, True))
    told = lost["components"]["cache"]
    assert told["hit_ratio"] == pytest.approx(well["components"]["cache"]["hit_ratio"], abs=0.02)
    assert told["from_afar"] == pytest.approx(0.5 * told["lookups"] * told["hit_ratio"], rel=0.2)
    for summary in (well, lost):
        here = summary["components"]["cache"]
        crossing = (1.0 - here["hit_ratio"]) + here["from_afar"] / here["lookups"]
        took_s = summary["connections"]["service-cache"]["latency_s"]["mean"]
        # Whoever misses has asked the other zone too. A few are on their way when the run ends.
        assert took_s == pytest.approx((HIT_MS + CROSSING_MS * crossing) / 1_000.0, rel=0.01)


def test_without_a_fallback_whoever_finds_nobody_misses() -> None:
    told = _run(_design(lost=True, fallback_zone=False)).summary()["components"]["cache"]
    assert told["from_afar"] == 0
    assert told["errors"]["unavailable"] > 0


def test_a_replica_that_comes_back_empty_is_helped_by_the_other() -> None:
    designs = [_design(lost=True, back=True, fallback_zone=falls_back) for falls_back in (True, False)]
    fetched = [_run(each).summary()["connections"]["service-store"]["calls"] for each in designs]
    assert fetched[1] > 1.1 * fetched[0]


def _run(design: Design) -> Simulation:
    going = start(design, 3)
    while not going.finished:
        going.advance()
    return going


def _rows(going: Simulation) -> slice:
    here = going.plan.tables.components[going.plan.component_rows["cache"]]
    return slice(int(here["first_instance"]), int(here["first_instance"]) + 4)


def _of_cache(going: Simulation, column: str) -> list[int]:
    return [int(each) for each in going.state.instances[column][_rows(going)]]


def _design(lost: bool = False, back: bool = False, **cache: Any) -> Design:
    """People in zone a, a cache with a replica in each zone; at half time that of zone a is lost."""
    plain = {"replicas": 2, "shards": 2, "capacity_items": 200, "ttl_s": 0, "hit_ms_mean": HIT_MS}
    parts = [
        tiny.component("viewers", "traffic_source", keys_count=1_000),
        {**tiny.component("service", instances=2, slots=100, queue_limit=-1), "place": "a"},
        {
            **tiny.component("cache", "cache", crossing_ms=CROSSING_MS, **{**plain, **cache}),
            "place": "west",
        },
        tiny.component("store", "store", slots=1_000, distribution="constant"),
    ]
    calls = [
        tiny.connection("viewers", "service"),
        tiny.connection("service", "cache", order=1),
        tiny.connection("service", "store", order=2, on_miss="cache"),
    ]
    killed = {"at": 20.0, "failure": "kill_instances", "target": "cache", "parameters": {"count": 2}}
    return tiny.design(
        components=parts,
        connections=calls,
        places=ZONES,
        schedule=[{**killed, **({"for": 5.0} if back else {})}] if lost else [],
        rate_per_s=100.0,
        duration_s=40.0,
    )
