"""The best check counts, after what lateness costs."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from apps.classes.scoring import Checked, Terms, score_of

DUE = datetime(2026, 3, 2, 12, tzinfo=UTC)
TERMS = Terms(DUE, DUE + timedelta(days=3), 10)


def checked(points: float, days: float) -> Checked:
    return Checked(points, 10.0, DUE + timedelta(days=days))


def test_a_check_in_time_counts_in_full() -> None:
    score = score_of([checked(7, -1)], TERMS)
    assert score is not None
    assert (score.points, score.days_late) == (7.0, 0)


def test_every_day_begun_costs_its_share() -> None:
    score = score_of([checked(10, 1.2)], TERMS)
    assert score is not None
    assert (score.points, score.days_late) == (8.0, 2)


def test_a_late_check_never_makes_a_grade_worse() -> None:
    score = score_of([checked(7, -1), checked(7.5, 1)], TERMS)
    assert score is not None
    assert score.points == 7.0


def test_nothing_is_taken_after_the_end() -> None:
    assert score_of([checked(10, 3.1)], TERMS) is None


def test_lateness_costs_no_more_than_there_is() -> None:
    score = score_of([checked(10, 30)], Terms(DUE, None, 10))
    assert score is not None
    assert score.points == 0.0
