"""A cache warmer against a cache that starts cold: from a replica, from a dump, and what cannot be warmed."""

from typing import Any

import pytest

from engine.design.check import check_runnable
from engine.design.model import Design
from engine.simulate import start
from tests import tiny

FLUSHED_S = 30.0


@pytest.mark.parametrize(("source", "replicas"), [("dump", 1), ("replica", 2)])
def test_a_warmed_cache_asks_its_store_less_than_a_cold_one(source: str, replicas: int) -> None:
    cold, warmed = (_run(_design(source, replicas, warms=warms)) for warms in (False, True))
    assert warmed["components"]["cache"]["warmed"] > 100
    assert "warmed" not in cold["components"]["cache"]
    fetched = [each["connections"]["service-store"]["calls"] for each in (cold, warmed)]
    # There is room for all: of what was brought each key that is asked for again would have been missed once.
    assert fetched[0] - fetched[1] > 0.3 * warmed["components"]["cache"]["warmed"]


def test_it_makes_a_dump_now_and_then() -> None:
    summary = _run(_design("dump", 1, warms=True))
    assert summary["components"]["warmer"]["controller"] == {"dumps": 5}


def test_a_replica_that_is_not_there_is_missed_before_a_run() -> None:
    [error] = check_runnable(_design("replica", 1, warms=True))
    assert error.path == "components[4].parameters.source"
    assert "has no other replica" in error.message


def test_the_log_says_where_the_keys_come_from() -> None:
    going = start(_design("dump", 1, warms=True), 3)
    while not going.finished:
        going.advance()
    [said] = [each["sentence"] for each in going.log if each["origin"] == "controller"]
    assert said == "warmer: shards of cache came up empty; brings them the dump made 10 s ago"


def _run(design: Design) -> Any:
    going = start(design, 3)
    while not going.finished:
        going.advance()
    return going.summary()


def _design(source: str, replicas: int, *, warms: bool) -> Design:
    """A cache that loses everything at 30 s: flushed, or half of its replicas killed for a moment."""
    own = {"replicas": replicas, "shards": 2, "fallback_zone": False}
    parts = [
        tiny.component("viewers", "traffic_source", keys_count=1_000),
        tiny.component("service", instances=2, slots=100, queue_limit=-1),
        tiny.component("cache", "cache", capacity_items=1_000, ttl_s=0, **own),
        tiny.component("store", "store", slots=1_000),
    ]
    calls = [
        tiny.connection("viewers", "service"),
        tiny.connection("service", "cache", order=1),
        tiny.connection("service", "store", order=2, on_miss="cache"),
    ]
    if warms:
        parts.append(tiny.component("warmer", "cache_warmer", source=source, dump_every_s=10))
        calls.append(tiny.connection("warmer", "cache"))
    flushed = {"at": FLUSHED_S, "failure": "flush_cache", "target": "cache"}
    killed = {"at": FLUSHED_S, "failure": "kill_instances", "target": "cache", "parameters": {"count": 2}, "for": 1.0}
    return tiny.design(
        components=parts,
        connections=calls,
        schedule=[flushed if replicas == 1 else killed],
        rate_per_s=100.0,
        duration_s=60.0,
    )
