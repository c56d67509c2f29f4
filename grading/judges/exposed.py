"""Exposed: requests that met a bad build."""

from __future__ import annotations

from grading.bringing import told_of_builds
from grading.facts import Facts
from grading.kinds import Example, JudgeType, Measured
from grading.predicate import Call
from grading.sample import brought


def measure(facts: Facts, call: Call) -> Measured:
    """Of the whole run, until it was rolled back, or to the end."""
    told = told_of_builds(facts, call.place[1] if call.place else "")
    if not told["is_bad"]:
        return Measured(float(told["exposed"]))
    if told["detected_s"] is None:
        return Measured(float(told["exposed"]), "nobody saw that this build is bad")
    return Measured(float(told["exposed"]), f"it was seen after {told['detected_s']:.0f} s, since {told['why']}")


JUDGE = JudgeType(
    name="exposed",
    label="Requests that met a bad build",
    help="Requests that a bad build answered; all of them where it came with data that every instance reads.",
    unit="count",
    aggregates=("count",),
    places=("component",),
    needs_place=True,
    measure=measure,
    examples=(
        Example("exposed[component=release] <= 1000", lambda: brought(is_bad=True, exposed=900), True),
        Example("exposed[component=release] <= 1000", lambda: brought(is_bad=True, exposed=1_200), False),
        Example("exposed[component=release] <= 1000", lambda: brought(state="finished"), True),
    ),
)
