"""Start time: from the press of play to the first picture."""

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
    value = books.get(f"start_s_{call.aggregate}")
    if not books.get("starts") or value is None:
        raise Unmeasured("no picture moved")
    return Measured(float(value))


def _watched(**books: Any) -> Facts:
    return sample(
        rows={"viewers": {"controller": {"presses": 100, "starts": 98, "played_s": 990.0, "stalled_s": 10.0, **books}}}
    )


JUDGE = JudgeType(
    name="start_time",
    label="Time to the first picture",
    help="From a press of play to the first picture, of starts that came.",
    unit="s",
    aggregates=("p95", "p50", "p99"),
    by_summary=("p95", "p50", "p99"),
    places=("component",),
    measure=measure,
    examples=(
        Example("p95(start_time) in whole < 1 s", lambda: _watched(start_s_p95=0.8), True),
        Example("p95(start_time) in whole < 1 s", lambda: _watched(start_s_p95=2.8), False),
    ),
)
