"""Slots without a queue: row V07."""

import pytest

from engine.theory import erlang_b
from tests.engine.theory.runs import assert_agrees, over_seeds, refused_ratio, station_design


@pytest.mark.parametrize(("offered", "expected"), [(8.0, 0.122), (20.0, 0.538), (100.0, 0.901)])
@pytest.mark.parametrize("shape", ["exponential", "lognormal"])
def test_ten_slots_refuse_what_erlang_says_whatever_the_service(offered: float, expected: float, shape: str) -> None:
    assert erlang_b.blocked_ratio(10, offered) == pytest.approx(expected, abs=6e-4)
    design = station_design(
        rate_per_s=offered * 10.0, service_ms=100.0, slots=10, queue_limit=0, duration_s=800.0, distribution=shape
    )
    assert_agrees(over_seeds(design, refused_ratio), erlang_b.blocked_ratio(10, offered), 0.04)


def test_nobody_is_refused_where_nobody_comes() -> None:
    assert erlang_b.blocked_ratio(10, 0.0) == 0.0
