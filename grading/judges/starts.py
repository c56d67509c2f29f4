"""Starts: presses of play that became a picture."""

from __future__ import annotations

from typing import Any

from grading.facts import Facts
from grading.frames import summary_of
from grading.kinds import Example, JudgeType, Measured, Unmeasured
from grading.predicate import Call
from grading.sample import sample
from grading.viewers import audience


def measure(facts: Facts, call: Call) -> Measured:
    """Of the steps that end in the window."""
    books: dict[str, Any] = audience(facts, summary_of(facts, call), call)
    if call.aggregate == "count":
        return Measured(float(books["starts"]))
    if not books["presses"]:
        raise Unmeasured("nobody pressed play")
    return Measured(float(books["starts"]) / float(books["presses"]))


def _watched(**books: Any) -> Facts:
    return sample(
        rows={"viewers": {"controller": {"presses": 100, "starts": 98, "played_s": 990.0, "stalled_s": 10.0, **books}}}
    )


JUDGE = JudgeType(
    name="starts",
    label="Starts",
    help="Presses of play that became a moving picture; `count` is how many.",
    unit="ratio",
    aggregates=("ratio", "count"),
    by_summary=("ratio", "count"),
    places=("component",),
    measure=measure,
    examples=(
        Example("ratio(starts) in whole >= 97 %", _watched, True),
        Example("ratio(starts) in whole >= 99 %", _watched, False),
    ),
)
