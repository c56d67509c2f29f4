from engine.design.check import check_runnable
from engine.design.rows import ONCE, Refilling, Zonal
from tests import tiny
from tests.engine.components.recorder import explained, lowered


def test_a_cache_is_looked_at_and_keeps_its_keys_in_shards() -> None:
    rows = lowered("cache", shards=4, capacity_items=100, ttl_s="1 min", renews_on="read", eviction="sieve")
    told = {"capacity_items": 100, "ttl_s": 60.0, "renews_on": "read", "looks_aside": True}
    assert rows["cache"] == {**told, "eviction": "sieve", "refilling": Refilling(negative_s=5.0), "zonal": ONCE}
    assert rows["station"]["instances"] == 4


def test_replicas_have_all_the_shards_each() -> None:
    rows = lowered("cache", shards=4, replicas=3, fallback_zone=False, crossing_ms=2)
    assert rows["cache"]["zonal"] == Zonal(3, 4, falls_back=False, crossing_s=0.002)
    assert rows["station"]["instances"] == 12


def test_replicas_and_guarded_rebuilding_exclude_each_other() -> None:
    parts = [tiny.component("viewers", "traffic_source"), tiny.component("service"), tiny.component("store", "store")]
    cache = tiny.component("cache", "cache", replicas=2, stampede="coalesce")
    calls = [
        tiny.connection("viewers", "service"),
        tiny.connection("service", "cache", order=1),
        tiny.connection("service", "store", order=2, on_miss="cache"),
    ]
    refused = check_runnable(tiny.design(components=[*parts, cache], connections=calls))
    assert [each.path for each in refused] == ["components[3].parameters.stampede"]


def test_a_cache_says_how_many_lookups_it_answered() -> None:
    row = {"arrivals": 10, "utilisation": 0.5, "hit_ratio": 0.42}
    assert explained("cache", row) == [
        "it answers 42 % of lookups itself; the rest goes on behind it.",
        "it is 50 % busy.",
    ]


def test_a_cache_that_was_never_asked_has_no_hit_ratio() -> None:
    assert explained("cache", {"arrivals": 0, "hit_ratio": None}) == ["it got no requests."]
