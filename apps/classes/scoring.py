"""What a check is worth when it comes late."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

DAY_S = 86_400.0


@dataclass(frozen=True)
class Checked:
    """A graded check: its points, of how many, and when it was pressed."""

    points: float
    points_most: float
    at: datetime


@dataclass(frozen=True)
class Terms:
    """When an assignment is due, what a day costs in per cent, and when nothing is taken any more."""

    due: datetime | None
    closes: datetime | None
    late_percent_per_day: float


@dataclass(frozen=True)
class Score:
    """What counts: the best check after what lateness costs."""

    points: float
    points_most: float
    days_late: int
    at: datetime


def score_of(checks: Iterable[Checked], terms: Terms) -> Score | None:
    """The best check; of equal ones the first. None when none was taken in time."""
    taken = [each for each in checks if terms.closes is None or each.at <= terms.closes]
    scores = [_score(each, terms) for each in sorted(taken, key=lambda each: each.at)]
    return max(scores, key=lambda score: score.points, default=None)


def days_late(at: datetime, due: datetime | None) -> int:
    """Days begun since it was due."""
    return 0 if due is None else max(0, math.ceil((at - due).total_seconds() / DAY_S))


def _score(check: Checked, terms: Terms) -> Score:
    late = days_late(check.at, terms.due)
    kept = max(0.0, 1.0 - terms.late_percent_per_day * late / 100.0)
    return Score(check.points * kept, check.points_most, late, check.at)
