"""Slots without a queue: the numbers of row V07."""

import pytest

from engine.theory import erlang_b


@pytest.mark.parametrize(("offered", "expected"), [(8.0, 0.122), (20.0, 0.538), (100.0, 0.901)])
def test_ten_slots_refuse_the_more_the_more_is_offered(offered: float, expected: float) -> None:
    assert erlang_b.blocked_ratio(10, offered) == pytest.approx(expected, abs=6e-4)


def test_nobody_is_refused_where_nobody_comes() -> None:
    assert erlang_b.blocked_ratio(10, 0.0) == 0.0
