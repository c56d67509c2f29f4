"""Keys in the memory of the caller: what it lowers to, copies against Che, and what a restart costs."""

import statistics
from typing import Any

import numpy as np
import pytest

from engine.design.check import check_runnable
from engine.design.model import Design
from engine.design.rows import Refilling
from engine.estimate.estimate import estimate
from engine.plan.limits import Limits, refusals
from engine.simulate import start
from engine.theory.che import hit_ratio
from engine.theory.zipf import popularity
from tests import tiny
from tests.engine.components.recorder import explained, lowered
from tests.engine.theory.runs import assert_agrees, run

KEYS, CAPACITY = 2_000, 200
EXPECTED = hit_ratio(popularity(KEYS, 0.8), CAPACITY)


def test_it_is_keys_without_servers() -> None:
    rows = lowered("local_cache", capacity_items=100, hit_ms_mean=0.02)
    told = {"capacity_items": 100, "ttl_s": 600.0, "renews_on": "write", "looks_aside": True, "lookup_s": 0.02 / 1000}
    assert rows == {"cache": {**told, "eviction": "lru", "refilling": Refilling(negative_s=5.0)}}


def test_it_says_how_many_lookups_it_answered() -> None:
    row = {"arrivals": 10, "utilisation": None, "hit_ratio": 0.42}
    assert explained("local_cache", row)[0] == "it answers 42 % of lookups itself; the rest goes on behind it."


@pytest.mark.parametrize("instances", [1, 4])
def test_every_copy_hits_as_one_cache_that_is_asked_so_often(instances: int) -> None:
    ratios = [_measured(run(_design(instances), seed))["hit_ratio"] for seed in (1, 2, 3, 4)]
    assert_agrees(ratios, EXPECTED, 0.03)


def test_copies_are_filled_one_by_one() -> None:
    """A key that everybody asks for is fetched once by each copy, where a shared cache would fetch it once."""
    here = _measured(run(_design(4, rate_per_s=100.0, duration_s=10.0, keys_count=1), 1))
    assert here["lookups"] - round(here["hit_ratio"] * here["lookups"]) == 4


def test_a_restart_begins_with_empty_copies() -> None:
    """A cold copy that forgets nothing yet has seen, after n Poisson requests, sum(1 - exp(-p n)) keys: the misses."""
    asked = 1_000.0 / 4
    seen = -np.expm1(-popularity(KEYS, 0.8) * asked).sum()
    assert seen < CAPACITY
    kill = {"at": 60.0, "failure": "kill_instances", "target": "service", "parameters": {"count": 4}, "for": 0.001}
    runs = [_hits_by_second(_design(4, schedule=[kill]), seed, 61) for seed in (1, 2, 3, 4, 5, 6)]
    assert_agrees([each[60] for each in runs], 1.0 - seen / asked, 0.06)
    assert_agrees([statistics.fmean(each[40:60]) for each in runs], EXPECTED, 0.03)


def test_the_estimate_is_that_of_one_copy() -> None:
    found = estimate(_design(4))
    assert found.components["memory"].hit_ratio == pytest.approx(EXPECTED, rel=0.01)
    latency = found.components["memory"].latency_s
    assert latency is not None
    assert latency.mean == pytest.approx(0.000001)
    assert any("has 4 copies, one in each instance of service" in each.text for each in found.assumptions)


def test_it_lies_in_the_memory_of_one_component() -> None:
    design = tiny.design(
        components=[*(tiny.component(each) for each in "ab"), tiny.component("memory", "local_cache"), _viewers(10)],
        connections=[
            tiny.connection("viewers", "a"),
            tiny.connection("viewers", "b"),
            tiny.connection("a", "memory"),
            tiny.connection("b", "memory"),
        ],
    )
    assert [each.path for each in check_runnable(design)] == ["connections[3].to"]


def test_copies_count_in_the_memory_of_a_run() -> None:
    design = _design(200, keys_count=1_000_000)
    assert refusals(design, Limits()) != []
    assert refusals(_design(4, keys_count=1_000_000), Limits()) == []


def _measured(summary: dict[str, Any]) -> dict[str, float]:
    found: dict[str, float] = summary["components"]["memory"]
    return found


def _hits_by_second(design: Design, seed: int, seconds: int) -> list[float]:
    going, found, before = start(design, seed), [], (0, 0)
    while going.clock_s < seconds and not going.finished:
        if going.advance() is not None and going.clock_s == len(found) + 1.0:
            here = going.summary()["components"]["memory"]
            now = here["lookups"], round((here["hit_ratio"] or 0.0) * here["lookups"])
            found.append((now[1] - before[1]) / (now[0] - before[0]))
            before = now
    return found


def _viewers(keys_count: int) -> dict[str, Any]:
    return tiny.component("viewers", "traffic_source", keys_count=keys_count, zipf_alpha=0.8)


def _design(
    instances: int,
    *,
    rate_per_s: float = 1_000.0,
    duration_s: float = 70.0,
    keys_count: int = KEYS,
    schedule: list[dict[str, Any]] | None = None,
) -> Design:
    """Everything is so fast that no key is asked for twice meanwhile."""
    quick = {"slots": 1_000, "queue_limit": -1, "distribution": "constant"}
    return tiny.design(
        components=[
            _viewers(keys_count),
            tiny.component("service", instances=instances, service_ms_mean=0.001, **quick),
            tiny.component("memory", "local_cache", capacity_items=CAPACITY, ttl_s=0.0, hit_ms_mean=0.001),
            tiny.component("store", "store", shards=8, read_ms_mean=0.001, slots=1_000, queue_limit=-1),
        ],
        connections=[
            tiny.connection("viewers", "service", balancing="random"),
            tiny.connection("service", "memory", order=1),
            tiny.connection("service", "store", order=2, on_miss="memory"),
        ],
        workload={
            "duration": duration_s,
            "warm_up": 0.0 if schedule is not None or duration_s < 20.0 else 20.0,
            "traffic": [tiny.traffic(rate_per_s=rate_per_s)],
        },
        schedule=schedule or [],
    )
