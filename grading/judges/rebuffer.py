"""Rebuffering: the share of the time in which the picture stood still."""

from __future__ import annotations

from typing import Any

from grading.facts import Facts
from grading.frames import summary_of
from grading.kinds import Example, JudgeType, Measured, Unmeasured
from grading.predicate import Call
from grading.sample import sample
from grading.viewers import audience


def measure(facts: Facts, call: Call) -> Measured:
    """From the beginning of the run to the end of the window."""
    books: dict[str, Any] = audience(facts, summary_of(facts, call), call)
    total_s = float(books["played_s"]) + float(books["stalled_s"])
    if total_s <= 0.0:
        raise Unmeasured("nobody watched")
    return Measured(float(books["stalled_s"]) / total_s)


def _watched(**books: Any) -> Facts:
    return sample(
        rows={"viewers": {"controller": {"presses": 100, "starts": 98, "played_s": 990.0, "stalled_s": 10.0, **books}}}
    )


JUDGE = JudgeType(
    name="rebuffer",
    label="Rebuffering",
    help="Time in which the picture stood still over time of playing and standing still.",
    unit="ratio",
    aggregates=("ratio",),
    by_summary=("ratio",),
    places=("component",),
    measure=measure,
    examples=(
        Example("rebuffer in whole <= 1.5 %", _watched, True),
        Example("rebuffer in whole <= 0.5 %", _watched, False),
    ),
)
