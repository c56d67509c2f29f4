"""What measured values say about a check."""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from validation.row import Check

Verdict = Literal["holds", "fails", "too wide"]

# fmt: off
STUDENT_T = (
    12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131,
    2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042,
)
# fmt: on
"""The 97.5 % points of Student's t for 1 to 30 degrees of freedom, from the usual tables."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A check with what was measured: the mean and the half of its 95 % interval (0 for exact and single values)."""

    check: Check
    values: tuple[float, ...]
    mean: float
    half_width: float
    verdict: Verdict


def judge(check: Check, values: Sequence[float]) -> Judged:
    """The verdict over the values of all seeds. A value that is not a number fails."""
    if not all(math.isfinite(each) for each in values):
        return Judged(check, tuple(values), math.nan, 0.0, "fails")
    mean = statistics.fmean(values)
    half_width = half_of_interval(values) if check.kind in ("near", "bound") else 0.0
    verdict: Verdict
    if check.kind == "near":
        verdict = _judge_near(check, mean, half_width)
    elif check.kind == "bound":
        verdict = _judge_bound(check, mean, half_width)
    else:
        verdict = "holds" if check.low <= min(values) and max(values) <= check.high else "fails"
    return Judged(check, tuple(values), mean, half_width, verdict)


def worst(verdicts: Iterable[Verdict]) -> Verdict:
    """The verdict of a row whose checks have these."""
    found = set(verdicts)
    return "fails" if "fails" in found else "too wide" if "too wide" in found else "holds"


def half_of_interval(values: Sequence[float]) -> float:
    """Half of the 95 % interval of the mean (Student's t over independent runs); 0 for a single value."""
    if len(values) < 2:
        return 0.0
    quantile = STUDENT_T[min(len(values) - 1, len(STUDENT_T)) - 1]
    return quantile * statistics.stdev(values) / math.sqrt(len(values))


def _judge_near(check: Check, mean: float, half_width: float) -> Verdict:
    """The interval contains or touches the band, and is not wider than it: nothing may hold by noise."""
    if mean + half_width < check.low or mean - half_width > check.high:
        return "fails"
    return "holds" if 2.0 * half_width <= check.high - check.low else "too wide"


def _judge_bound(check: Check, mean: float, half_width: float) -> Verdict:
    """The whole interval keeps the bound."""
    if check.low <= mean - half_width and mean + half_width <= check.high:
        return "holds"
    return "fails" if mean + half_width < check.low or mean - half_width > check.high else "too wide"
