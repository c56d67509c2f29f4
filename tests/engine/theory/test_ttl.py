"""Caches that only time empties: row V54."""

import numpy as np
import pytest

from engine.design.model import Design
from engine.theory import ttl
from tests import tiny
from tests.engine.theory.runs import assert_agrees, run

CASES = [(0.1, 0.091, 0.095), (1.0, 0.5, 0.632), (10.0, 0.909, 1.0)]


@pytest.mark.parametrize(("lives", "on_write", "on_read"), CASES)
@pytest.mark.parametrize("renews_on", ["write", "read"])
def test_one_key_hits_as_often_as_its_rate_and_life_allow(
    lives: float, on_write: float, on_read: float, renews_on: str
) -> None:
    predicted = ttl.hit_ratio(np.array([100.0]), lives / 100.0, renews_on == "read")
    assert predicted == pytest.approx(on_read if renews_on == "read" else on_write, abs=6e-4)
    ratios = [run(_design(lives / 100.0, renews_on), seed)["components"]["edge"]["hit_ratio"] for seed in range(6)]
    if predicted > 0.999:
        assert min(ratios) > 0.999
    else:
        assert_agrees(ratios, predicted, 0.02)


def test_many_keys_are_averaged_by_how_often_they_are_asked_for() -> None:
    rates = np.array([100.0, 1.0])
    alone = [ttl.hit_ratio(rates[[place]], 0.1, renews_on_read=False) for place in (0, 1)]
    assert ttl.hit_ratio(rates, 0.1, renews_on_read=False) == pytest.approx((100 * alone[0] + alone[1]) / 101)


def _design(ttl_s: float, renews_on: str) -> Design:
    return tiny.design(
        components=[
            tiny.component("viewers", "traffic_source", keys_count=1),
            tiny.component(
                "edge", "isp_edge", instances=1, slots=1000, serve_ms_mean=0.001, ttl_s=ttl_s, renews_on=renews_on
            ),
            tiny.component("origin", "origin", instances=1, slots=1000, first_byte_ms_mean=0.001),
        ],
        connections=[tiny.connection("viewers", "edge"), tiny.connection("edge", "origin")],
        workload={"duration": 1_000.0, "warm_up": 10.0, "traffic": [tiny.traffic(rate_per_s=100.0)]},
    )
