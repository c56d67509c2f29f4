"""Explanations of small designs whose answers are known."""

from __future__ import annotations

import string
from typing import Any

import pytest

from engine.results.explain.critical_path import QUEUE
from engine.simulate import Simulation, start
from tests import tiny
from tests.engine.digests import finish
from tests.engine.random_designs import random_design
from tests.engine.results.explain.runs import EVERYTHING, traced_run


def test_a_saturated_store_behind_two_services_is_the_limit() -> None:
    told = _explained(
        rate_per_s=100.0,
        duration_s=40.0,
        components=[
            tiny.component("viewers", "traffic_source"),
            tiny.component("left", "service", instances=2, slots=17, service_ms_mean=5.0),
            tiny.component("right", "service", instances=2, slots=17, service_ms_mean=5.0),
            tiny.component("store", "store", shards=1, slots=1, read_ms_mean=12.0, queue_limit=60),
        ],
        connections=[
            tiny.connection("viewers", "left", share=0.5),
            tiny.connection("viewers", "right", share=0.5),
            tiny.connection("left", "store"),
            tiny.connection("right", "store"),
        ],
    )
    first = told["limits"][0]
    assert first["components"]["limit"] == "store"
    assert first["numbers"]["utilisation"]["value"] > 0.95
    assert first["numbers"]["own"]["value"] == 1.0
    held = [each for each in told["limits"] if "callee" in each["components"]]
    assert {each["components"]["held_component"] for each in held} == {"left", "right"}
    assert {each["components"]["callee"] for each in held} == {"store"}
    assert told["slowness"]["parts"][0]["kind"] == QUEUE
    assert told["slowness"]["parts"][0]["component"] == "store"


def test_a_slow_dependency_that_fills_its_callers_slots_is_the_limit_though_it_is_not_busy() -> None:
    told = _explained(
        rate_per_s=30.0,
        duration_s=40.0,
        components=[
            tiny.component("viewers", "traffic_source"),
            tiny.component("front", "service", instances=1, slots=10, service_ms_mean=5.0, queue_limit=20),
            tiny.component("partner", "origin", instances=4, slots=100, first_byte_ms_mean=500.0),
        ],
        connections=[tiny.connection("viewers", "front"), tiny.connection("front", "partner")],
    )
    first, held = told["limits"][0], told["limits"][1]
    assert first["components"]["limit"] == "partner"
    assert first["numbers"]["utilisation"]["value"] < 0.1
    assert first["numbers"]["latency"]["value"] == pytest.approx(0.5, rel=0.1)
    assert held["components"] == {"held_component": "front", "callee": "partner"}
    assert held["numbers"]["held"]["value"] > 0.95
    assert held["numbers"]["most"]["value"] == pytest.approx(10 / 0.505, rel=0.1)


def test_a_design_with_room_is_limited_by_nothing() -> None:
    told = _explained(
        rate_per_s=20.0,
        duration_s=100.0,
        components=[
            tiny.component("viewers", "traffic_source"),
            tiny.component("service", instances=1, slots=1, service_ms_mean=10.0),
        ],
    )
    [only] = told["limits"]
    assert only["components"] == {"busiest": "service"}
    assert only["numbers"]["utilisation"]["value"] == pytest.approx(0.2, rel=0.1)
    assert only["numbers"]["room"]["value"] == pytest.approx(5.0, rel=0.1)
    assert told["order"]["statements"][0]["text"] == "Nothing failed in this run."
    assert told["waste"] == []


def test_a_retry_storm_is_told_by_what_it_wastes() -> None:
    told = _explained(
        rate_per_s=100.0,
        duration_s=20.0,
        components=[
            tiny.component("viewers", "traffic_source"),
            tiny.component("service", instances=1, slots=1, service_ms_mean=20.0, queue_limit=50),
        ],
        connections=[
            tiny.connection(
                "viewers",
                "service",
                timeout=0.1,
                retry={"attempts": 3, "backoff": 0.0, "cap": 0.0, "jitter": "none"},
            )
        ],
    )
    orphans, retries = told["waste"]
    assert orphans["components"] == {"worst": "service"}
    assert orphans["numbers"]["share"]["value"] > 0.9
    assert retries["numbers"]["factor"]["value"] > 2.0


def test_what_failed_first_is_what_was_broken() -> None:
    told = _explained(
        rate_per_s=50.0,
        duration_s=20.0,
        components=[
            tiny.component("viewers", "traffic_source"),
            tiny.component("front", "service", instances=2, slots=50),
            tiny.component("store", "store", shards=1, slots=20, read_ms_mean=2.0),
        ],
        connections=[
            tiny.connection("viewers", "front"),
            tiny.connection("front", "store", timeout=0.5),
        ],
        schedule=[{"at": 5.0, "failure": "refuse", "target": "store"}],
    )
    events = told["order"]["events"]
    assert [each["kind"] for each in events] == ["injected", "error", "refused", "refused", "lost"]
    assert events[0]["clock_s"] == 5.0
    assert events[1]["statement"]["components"] == {"component": "store"}
    assert events[2]["statement"]["components"] == {"caller": "front", "callee": "store"}
    assert [each["clock_s"] for each in events] == sorted(each["clock_s"] for each in events)
    assert told["order"]["statements"][1]["numbers"]["after"]["value"] < 0.5


@pytest.mark.parametrize("seed", range(12))
def test_every_sentence_is_made_of_numbers_that_say_where_they_come_from(seed: int) -> None:
    simulation = start(random_design(seed), seed, tracing=EVERYTHING)
    finish(simulation, seed)
    statements = _statements(simulation.explanation()["explanation"])
    assert statements
    for each in statements:
        names = {name for _, name, _, _ in string.Formatter().parse(each["text"]) if name}
        assert names == {*each["numbers"], *each["components"]}
        assert set(each["components"].values()) <= set(simulation.plan.tables.component_ids)
        assert all(number["formula"] and number["shown"] for number in each["numbers"].values())


@pytest.mark.parametrize("seed", range(12))
def test_the_shares_of_slow_requests_sum_to_one(seed: int) -> None:
    simulation = start(random_design(seed), seed, tracing=EVERYTHING)
    finish(simulation, seed)
    told = simulation.explanation()["explanation"]["slowness"]
    if told["parts"]:
        assert sum(part["share"] for part in told["parts"]) == pytest.approx(1.0, abs=1e-9)
        assert 0 < told["slow_requests"] <= told["sampled_requests"]


def _explained(**fields: Any) -> dict[str, Any]:
    simulation: Simulation = traced_run(**fields)
    return simulation.explanation()["explanation"]


def _statements(told: Any) -> list[dict[str, Any]]:
    if isinstance(told, dict):
        if "text" in told:
            return [told]
        return [each for value in told.values() for each in _statements(value)]
    return [each for value in told for each in _statements(value)] if isinstance(told, list) else []
