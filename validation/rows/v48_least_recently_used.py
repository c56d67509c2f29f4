"""V48: least recently used, by Che's approximation."""

from __future__ import annotations

from collections.abc import Mapping

from engine.design.model import Design
from engine.theory import che
from engine.theory.zipf import popularity
from validation.designs import component, connection, design, queue
from validation.row import Effort, Row, near
from validation.running import run

TITLES, RATE_PER_S, WARM_UP_S = 10_000, 2_000.0, 20.0
CASES = ((0.8, 1_000), (1.0, 1_000), (0.8, 100))
"""Exponent of Zipf's law, capacity."""
WAYS = ("read_through", "look_aside")


def measure(seed: int, effort: Effort) -> Mapping[str, float]:
    """A run for every case and both ways to ask a cache."""
    duration_s = effort.pick(full=120.0, short=60.0)
    return {
        f"{way}_{alpha:g}_{capacity}": run(_design(way, alpha, capacity, duration_s), seed)["components"]["cache"][
            "hit_ratio"
        ]
        for way in WAYS
        for alpha, capacity in CASES
    }


def _design(way: str, alpha: float, capacity: int, duration_s: float) -> Design:
    """The store answers so fast that no key is asked for twice meanwhile."""
    viewers = component("viewers", "traffic_source", keys_count=TITLES, zipf_alpha=alpha)
    store = component("store", "store", shards=8, slots=1000, read_ms_mean=0.001, queue_limit=-1)
    quick = {"slots": 1000, "queue_limit": -1, "capacity_items": capacity, "ttl_s": 0.0}
    if way == "read_through":
        middle = [component("cache", "isp_edge", instances=1, serve_ms_mean=0.001, **quick)]
        calls = [connection("viewers", "cache"), connection("cache", "store")]
    else:
        middle = [
            queue("service", slots=1000, service_ms_mean=0.001),
            component("cache", "cache", shards=1, hit_ms_mean=0.001, **quick),
        ]
        calls = [
            connection("viewers", "service"),
            connection("service", "cache", order=1),
            connection("service", "store", order=2, on_miss="cache"),
        ]
    return design([viewers, *middle, store], calls, rate_per_s=RATE_PER_S, duration_s=duration_s, warm_up_s=WARM_UP_S)


ROW = Row(
    number="V48",
    section="3D",
    title="Least recently used: hit ratio by Che's approximation",
    setup="10 000 titles by Zipf's law (0.8, 1.0), caches of 1 000 and 100 titles, asked aside and read through.",
    source="Che, Tung and Wang, IEEE JSAC 20 (2002), 1305-1314; Fricker, Robert and Roberts (2012).",
    checks=tuple(
        near(
            f"{way}_{alpha:g}_{capacity}",
            f"hit ratio, exponent {alpha:g}, {capacity} titles, {way.replace('_', ' ')}",
            che.hit_ratio(popularity(TITLES, alpha), capacity),
            absolute=0.01,
        )
        for way in WAYS
        for alpha, capacity in CASES
    ),
    measure=measure,
    gate=True,
    short_seeds=3,
)
