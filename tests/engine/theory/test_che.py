"""Least recently used under independent requests: the numbers of row V48, and shards."""

import pytest

from engine.design.model import Design
from engine.theory import che
from engine.theory.zipf import popularity
from tests import tiny
from tests.engine.theory.runs import assert_agrees, run

SEEDS = (1, 2, 3, 4)


@pytest.mark.parametrize(
    ("alpha", "capacity", "expected"), [(0.8, 1_000, 0.437), (1.0, 1_000, 0.676), (0.8, 100, 0.157)]
)
def test_ten_thousand_titles_hit_as_the_table_says(alpha: float, capacity: int, expected: float) -> None:
    assert che.hit_ratio(popularity(10_000, alpha), capacity) == pytest.approx(expected, abs=6e-4)


def test_the_summary_shows_the_prediction_once_the_cache_is_full() -> None:
    rows = [row for row in run(_design(0.8, 1_000), 1)["theory"] if row["metric"] == "hit_ratio"]
    assert [row["law"] for row in rows] == ["Che (LRU)"]
    assert abs(rows[0]["measured"] - rows[0]["predicted"]) < 4.0 * rows[0]["standard_error"]


def test_shards_together_hit_like_one_cache_of_their_size() -> None:
    ratios = [_hit_ratio(run(_design(0.8, 1_000, shards=4), seed)) for seed in SEEDS]
    assert_agrees(ratios, che.hit_ratio(popularity(10_000, 0.8), 1_000), 0.03)


def _hit_ratio(summary: dict[str, dict[str, dict[str, float]]]) -> float:
    return summary["components"]["cache"]["hit_ratio"]


def _design(alpha: float, capacity: int, shards: int = 1) -> Design:
    """2,000 requests a second; the store answers so fast that no key is asked for twice meanwhile."""
    quick = {"slots": 1000, "queue_limit": -1}
    return tiny.design(
        components=[
            tiny.component("viewers", "traffic_source", keys_count=10_000, zipf_alpha=alpha),
            tiny.component(
                "cache", "isp_edge", instances=shards, serve_ms_mean=0.001, capacity_items=capacity, ttl_s=0.0, **quick
            ),
            tiny.component("store", "store", shards=8, read_ms_mean=0.001, **quick),
        ],
        connections=[tiny.connection("viewers", "cache"), tiny.connection("cache", "store")],
        workload={"duration": 120.0, "warm_up": 20.0, "traffic": [tiny.traffic(rate_per_s=2_000.0)]},
    )
