"""A hot key ends: what each protection makes of it, and what jitter and absent keys do for a store."""

from collections import Counter
from typing import Any

import pytest

from engine.design.discovery import stampede_types
from engine.design.model import Design
from tests.engine.test_reference import assert_same, kernel_of, twin_of
from validation.designs import component, connection, design, failure, traffic
from validation.running import run, watch

RATE_PER_S, REBUILD_MS, STORE_PER_S = 2_000.0, 200.0, 300.0
REFRESHING = ("soft_ttl", "swr")


def _hot_key(
    *, keys_count: int = 1, duration_s: float = 4.0, source: dict[str, Any] | None = None, **cache: Any
) -> Design:
    """A service that reads a key from a cache before a store which can answer 300 a second."""
    slots = round(STORE_PER_S * REBUILD_MS / 1000.0)
    plain = {
        "ttl_s": 1.0,
        "soft_ttl_ratio": 0.5,
        "starts": "full",
        "shards": 1,
        "hit_ms_mean": 0.5,
        "capacity_items": 10_000,
    }
    query = {"read_ms_mean": REBUILD_MS, "queue_limit": -1, "distribution": "constant"}
    schedule = cache.pop("schedule", [])
    return design(
        [
            component("viewers", "traffic_source", keys_count=keys_count, zipf_alpha=0.0, **(source or {})),
            component("service", instances=1, slots=20_000, service_ms_mean=0.001, queue_limit=-1),
            component("cache", "cache", **{**plain, **cache}),
            component("store", "store", shards=1, slots=slots, **query),
        ],
        [
            connection("viewers", "service"),
            connection("service", "cache", order=1),
            connection("service", "store", id="fetch", order=2, on_miss="cache"),
        ],
        duration_s=duration_s,
        traffics=[traffic(rate_per_s=RATE_PER_S)],
        schedule=schedule,
    )


def test_without_protection_the_end_of_a_hot_key_brings_down_its_store() -> None:
    summary = run(_hot_key(), 1)
    assert summary["connections"]["fetch"]["calls"] > 400
    assert summary["components"]["viewers"]["latency_s"]["p99"] > 0.8, "the store needs more than a second for 400"


@pytest.mark.parametrize("stampede", sorted(stampede_types().keys() - {"none"}))
def test_with_any_protection_the_store_hardly_notices(stampede: str) -> None:
    summary = run(_hot_key(stampede=stampede, ttl_s=2.0, early_rebuild_ms=REBUILD_MS), 1)
    assert summary["connections"]["fetch"]["calls"] < 20, "where it would be 400 for each end"
    assert summary["components"]["store"]["queue_mean"] < 0.1
    assert summary["requests"]["error"] == 0


@pytest.mark.parametrize("stampede", REFRESHING)
def test_nobody_waits_for_a_refresh(stampede: str) -> None:
    summary = run(_hot_key(stampede=stampede), 1)
    assert summary["components"]["cache"]["hit_ratio"] == 1.0
    assert summary["components"]["cache"]["refreshes"] == summary["connections"]["fetch"]["calls"] >= 3
    assert summary["components"]["viewers"]["latency_s"]["p99"] < 0.01


def test_old_answers_are_counted_and_never_older_than_allowed() -> None:
    told = run(_hot_key(stampede="swr"), 1)["components"]["cache"]
    assert told["stale_served"] == pytest.approx(3 * RATE_PER_S * REBUILD_MS / 1000.0, rel=0.5)
    assert 0.0 < told["stale_age_s_max"] < 1.5
    short = run(_hot_key(stampede="swr", stale_s=0.05), 1)["components"]["cache"]
    assert 0.04 < short["stale_age_s_max"] <= 0.05
    assert short["hit_ratio"] < 1.0, "after that everybody misses"


def test_those_who_wait_are_answered_when_the_key_is_there() -> None:
    summary = run(_hot_key(stampede="coalesce", duration_s=1.9), 1)
    assert summary["components"]["cache"]["coalesced"] > 300
    assert summary["connections"]["fetch"]["calls"] == 1
    assert summary["components"]["cache"]["lookups"] - 1 == pytest.approx(
        summary["components"]["cache"]["hit_ratio"] * summary["components"]["cache"]["lookups"]
    )


def test_when_rebuilding_fails_the_next_one_tries_at_once() -> None:
    schedule = [failure(0.5, "add_errors", "store", share=1.0)]
    summary = run(_hot_key(stampede="coalesce", schedule=schedule), 1)
    assert 3 <= summary["connections"]["fetch"]["calls"] <= 40, "one after another, each of 200 ms on average"


def test_when_whoever_rebuilds_is_killed_the_lease_runs_out() -> None:
    schedule = [failure(1.1, "restart", "service")]
    finished = watch(_hot_key(stampede="coalesce", lease_s=0.7, schedule=schedule), 1)
    assert finished.summary["connections"]["fetch"]["calls"] >= 2
    assert finished.component("cache", "hit_ratio", 3.0, 4.0) > 0.9


def test_jitter_spreads_the_end_of_keys_that_were_loaded_together() -> None:
    """5 000 keys that all begin together: without jitter each ends in the same instant."""
    peaks = [
        watch(_hot_key(keys_count=5_000, ttl_s=2.0, ttl_jitter=jitter), 1).connection("fetch", "calls_per_s", 2.0, 2.5)
        for jitter in (0.0, 0.5)
    ]
    assert peaks[0] > 1_500.0
    assert peaks[1] < 0.7 * peaks[0]


@pytest.mark.parametrize(("negative_ttl_s", "share"), [(0.0, 1.0), (5.0, 0.05)])
def test_that_a_key_does_not_exist_is_remembered(negative_ttl_s: float, share: float) -> None:
    design = _hot_key(
        keys_count=100, ttl_s=60.0, source={"absent_ratio": 0.3}, negative_ttl_s=negative_ttl_s, starts="full"
    )
    summary = run(design, 1)
    asked = summary["components"]["cache"]["lookups"]
    misses = asked * (1.0 - summary["components"]["cache"]["hit_ratio"])
    assert misses <= share * asked
    assert (misses > 0.15 * asked) == (negative_ttl_s == 0.0)


COUNTED = {
    "none": (),
    "coalesce": ("coalesced",),
    "coalesce_stale": ("coalesced", "stale_served"),
    "early": ("early_refreshes",),
    "soft_ttl": ("refreshes",),
    "swr": ("refreshes", "stale_served"),
}


@pytest.mark.parametrize("stampede", sorted(stampede_types()))
def test_a_cache_that_is_asked_much_ends_as_it_ends_in_the_twin(stampede: str) -> None:
    """Caches of random designs are seldom asked for a key that is being rebuilt; these are all the time, while
    instances are killed, connections cut and caches flushed."""
    counts = Counter[str]()
    for seed in range(6):
        design = _crowded(stampede, seed)
        plan, state = kernel_of(design, seed, None)
        assert_same(plan, state, twin_of(design, seed))
        counts.update({name: int(state.cache_states[name].sum()) for name in COUNTED[stampede]})
    assert min(counts.values(), default=99) > 20


def _crowded(stampede: str, seed: int) -> Design:
    """A shared cache behind one in memory, few keys of which some are absent, and a store that often fails."""
    told = {
        "stampede": stampede,
        "ttl_s": 0.06,
        "ttl_jitter": 0.3 * (seed % 2),
        "starts": ("empty", "full")[seed % 2],
        "negative_ttl_s": 0.03 * (seed % 3),
        "lease_s": (0.5, 0.02)[seed % 2],
        "stale_s": 0.04,
        "soft_ttl_ratio": 0.3,
        "early_beta": 2.0,
        "early_rebuild_ms": 10.0,
        "hit_ms_mean": 0.5,
    }
    return design(
        [
            component("viewers", "traffic_source", keys_count=5, absent_ratio=0.2),
            component("service", instances=2, slots=20, service_ms_mean=0.2),
            component("memory", "local_cache", **told),
            component("cache", "cache", shards=2, **{**told, "ttl_s": 0.1}),
            component("store", "store", shards=1, slots=50, read_ms_mean=10.0, error_ratio=0.1),
        ],
        [
            connection("viewers", "service", timeout=0.1),
            connection("service", "memory", order=1),
            connection("service", "cache", order=2, on_miss="memory", timeout=0.05, delay=0.001),
            connection("service", "store", id="fetch", order=3, on_miss="cache", timeout=0.03, delay=0.001),
        ],
        duration_s=1.0,
        traffics=[traffic(rate_per_s=600.0)],
    )
