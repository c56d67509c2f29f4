"""Switches: changes of the bitrate, a minute of playing."""

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
    if float(books["played_s"]) <= 0.0:
        raise Unmeasured("nobody watched")
    return Measured(60.0 * float(books["switches"]) / float(books["played_s"]))


def _watched(**books: Any) -> Facts:
    return sample(
        rows={"viewers": {"controller": {"presses": 100, "starts": 98, "played_s": 990.0, "stalled_s": 10.0, **books}}}
    )


JUDGE = JudgeType(
    name="switches",
    label="Switches",
    help="Changes of the bitrate, a minute of playing.",
    unit="count",
    aggregates=("mean",),
    by_summary=("mean",),
    places=("component",),
    measure=measure,
    examples=(
        Example("switches in whole <= 8", lambda: _watched(switches=100), True),
        Example("switches in whole <= 5", lambda: _watched(switches=100), False),
    ),
)
