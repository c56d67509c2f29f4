"""The play clock: frames come when they are due, not sooner, and never in a rush."""

from __future__ import annotations

import math

import pytest

from apps.runs.execution.pace import Pace


def walked(pace: Pace, until_s: float, step_s: float = 0.01) -> list[tuple[float, int]]:
    """The wall times at which the number of due frames rose."""
    frame, rises = 0, []
    for step in range(round(until_s / step_s) + 1):
        wall_s = step * step_s
        due = pace.due(frame, wall_s)
        if due > frame:
            rises.append((wall_s, due))
            frame = due
    return rises


def test_the_first_frame_is_due_at_once_and_the_others_at_their_speed() -> None:
    rises = walked(Pace(0.25, 1, False, 0, 0.0), 1.0)
    assert rises == [(0.0, 1), (0.25, 2), (0.5, 3), (0.75, 4), (1.0, 5)]


@pytest.mark.parametrize("speed", [1, 2, 5, 20])
def test_speed_is_the_ratio_of_simulated_to_real_time(speed: int) -> None:
    frames = walked(Pace(0.25, speed, False, 0, 0.0), 10.0)[-1][1]
    assert frames == pytest.approx(10.0 * speed / 0.25 + 1, abs=1)


def test_a_paused_run_wants_nothing() -> None:
    pace = Pace(0.25, 1, True, 7, 0.0)
    assert pace.due(7, 100.0) == 7
    assert pace.wall_of(8) == math.inf


def test_going_on_after_a_pause_does_not_make_up_for_it() -> None:
    pace = Pace(0.25, 1, False, 0, 0.0)
    pace.change(1, True, 4, 0.75)
    pace.change(1, False, 4, 60.0)
    assert pace.due(4, 60.0) == 4
    assert pace.wall_of(5) == pytest.approx(60.25)


def test_a_run_that_fell_behind_goes_on_from_where_it_is() -> None:
    pace = Pace(0.25, 1, False, 0, 0.0)
    assert pace.due(4, 30.0) == 5


def test_as_fast_as_possible_leaves_no_debt_behind() -> None:
    pace = Pace(0.25, 0, False, 0, 0.0)
    assert pace.is_unpaced
    pace.change(1, False, 400, 2.0)
    assert pace.due(400, 2.0) == 400
    assert pace.wall_of(401) == pytest.approx(2.25)
