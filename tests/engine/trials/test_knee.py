"""Knees of curves whose knee is known."""

from __future__ import annotations

import math

import pytest

from engine.trials.knee import knee_of


def turned(xs: list[float], how: str) -> tuple[list[float], list[float]]:
    """The curve y = -1/x + 5 of the paper's figure 2, whose knee is at 0.22 of its range, seen four ways."""
    ys = [-1.0 / x + 5.0 for x in xs]
    return {
        "levels off": (xs, ys),
        "takes off": ([-x for x in reversed(xs)], [-y for y in reversed(ys)]),
        "falls and levels off": (xs, [-y for y in ys]),
        "holds and falls": ([-x for x in reversed(xs)], list(reversed(ys))),
    }[how]


@pytest.mark.parametrize("how", ["levels off", "takes off", "falls and levels off", "holds and falls"])
def test_the_knee_of_the_paper_is_found_whichever_way_the_curve_bends(how: str) -> None:
    xs = [0.1 + 0.1 * place for place in range(10)]
    # Of -1/x between 0.1 and 1 the chord is parallel to the tangent at x = sqrt(0.1) = 0.316.
    across, up = turned(xs, how)
    found = knee_of(across, up)
    assert found is not None
    assert abs(across[found]) == pytest.approx(math.sqrt(0.1), abs=0.05)


def test_the_latency_of_a_queue_over_its_load_bends_where_the_tangent_says() -> None:
    loads = [0.05 * place for place in range(1, 20)]
    found = knee_of(loads, [1.0 / (1.0 - load) for load in loads])
    # 1 / (1 - u) from 0.05 to 0.95 has the slope of its chord where (1 - u) ** 2 = 0.95 * 0.05.
    assert found is not None
    assert loads[found] == pytest.approx(1.0 - math.sqrt(0.95 * 0.05), abs=0.05)


@pytest.mark.parametrize("ys", [[1.0, 2.0, 3.0, 4.0, 5.0, 6.0], [3.0] * 6])
def test_a_straight_line_has_no_knee(ys: list[float]) -> None:
    assert knee_of([1.0, 2.0, 3.0, 4.0, 5.0, 6.0], ys) is None


def test_few_points_have_no_knee_and_missing_ones_are_left_out() -> None:
    ys = [1.0, 1.0, 1.0, None, 1.0, 9.0]
    assert knee_of([1.0, 2.0, 3.0, 4.0, 5.0, 6.0], ys) == 4
    assert knee_of([1.0, 2.0, 3.0, 4.0], ys[:4]) is None
