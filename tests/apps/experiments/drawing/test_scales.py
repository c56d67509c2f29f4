"""Round numbers beside the pictures, and values where they belong."""

from __future__ import annotations

import pytest

from apps.experiments.drawing.scales import (
    BOTTOM,
    HEIGHT,
    LEFT,
    RIGHT,
    TOP,
    WIDTH,
    across,
    levels,
    round_numbers,
    ticks,
    upwards,
)


@pytest.mark.parametrize(
    ("values", "labels"),
    [
        ([3.0, 97.0], ["0", "25", "50", "75", "100"]),
        ([0.0], ["0", "0.25", "0.5", "0.75", "1"]),
        ([1_234.0], ["0", "500", "1 000", "1 500"]),
        ([0.0012], ["0", "0.0005", "0.001", "0.0015"]),
    ],
)
def test_levels_are_round_and_hold_all_values(values: list[float], labels: list[str]) -> None:
    scale = upwards(values)
    assert [each["label"] for each in levels(scale)] == labels
    assert scale.low == 0.0
    assert scale.high >= max(values)


def test_places_run_from_side_to_side() -> None:
    scale = across([10.0, 30.0])
    assert (scale.place(10.0), scale.place(30.0), scale.place(99.0)) == (LEFT, WIDTH - RIGHT, WIDTH - RIGHT)
    up = upwards([4.0])
    assert (up.place(0.0), up.place(up.high)) == (HEIGHT - BOTTOM, TOP)


def test_even_factors_lie_at_even_distances() -> None:
    scale = across([1.0, 10.0, 100.0], is_log=True)
    assert scale.place(10.0) == pytest.approx((scale.place(1.0) + scale.place(100.0)) / 2.0)


def test_one_value_lies_in_the_middle() -> None:
    assert across([5.0]).place(5.0) == pytest.approx((LEFT + WIDTH - RIGHT) / 2.0)


def test_no_more_numbers_stand_at_the_foot_than_have_room() -> None:
    values = [float(each) for each in range(24)]
    told = ticks(across(values), values)
    assert len(told) <= 7
    assert told[0]["label"] == "0"


def test_times_at_the_foot_are_round_and_none_lies_beyond_the_end() -> None:
    assert round_numbers(40.5) == [0.0, 20.0, 40.0]
    assert round_numbers(300.0) == [0.0, 100.0, 200.0, 300.0]
    assert round_numbers(60.0) == [0.0, 20.0, 40.0, 60.0]
