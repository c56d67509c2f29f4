"""Balancing that looks at load."""

from __future__ import annotations

import pytest

from engine.estimate.balancing import crowd_wait, least_outstanding_power


@pytest.mark.parametrize(("load", "in_system"), [(0.9, 2.61), (0.99, 5.43)])
def test_a_choice_of_two_among_many_takes_what_mitzenmacher_says(load: float, in_system: float) -> None:
    assert 1.0 + crowd_wait(1, load) == pytest.approx(in_system, rel=0.02)


def test_with_one_slot_the_mean_field_is_a_sum_of_powers() -> None:
    for load in (0.3, 0.5, 0.8):
        exact = sum(load ** (2**count - 2) for count in range(2, 12))
        assert crowd_wait(1, load) == pytest.approx(exact, rel=0.02)


def test_more_slots_wait_less_and_more_load_waits_more() -> None:
    waits = [crowd_wait(slots, 0.95) for slots in (1, 2, 8, 32, 64)]
    assert waits == sorted(waits, reverse=True)
    assert waits[-1] > 0.0
    assert 0.0 == crowd_wait(4, 0.0) < crowd_wait(4, 0.5) < crowd_wait(4, 0.9)


def test_the_shortest_queue_comes_nearer_to_one_for_all_as_load_grows() -> None:
    assert 0.75 <= least_outstanding_power(0.1) < least_outstanding_power(0.9) < 1.0
