"""Rebuffering: the share of the time in which the picture stood still."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from grading.facts import Facts
from grading.frames import summary_of, taken
from grading.kinds import Example, JudgeType, Measured, Unmeasured
from grading.predicate import Call
from grading.sample import sample
from grading.viewers import audience, seen


def measure(facts: Facts, call: Call) -> Measured:
    """Of the steps that end in the window; the greatest is that of frames."""
    if call.aggregate == "max":
        values = [(piece, max(told)) for piece, told in seen(facts, call, "rebuffer_ratio")]
        return Measured(taken(call, values, "picture"))
    books: dict[str, Any] = audience(facts, summary_of(facts, call), call)
    total_s = float(books["played_s"]) + float(books["stalled_s"])
    if total_s <= 0.0:
        raise Unmeasured("nobody watched")
    return Measured(float(books["stalled_s"]) / total_s)


def _watched(**books: Any) -> Facts:
    return sample(
        rows={"viewers": {"controller": {"presses": 100, "starts": 98, "played_s": 990.0, "stalled_s": 10.0, **books}}}
    )


def _moving(ratio: Callable[[float], float]) -> Facts:
    components = [{"id": "viewers", "type": "viewers"}, {"id": "store", "type": "store"}]
    links = [{"from": "viewers", "to": "store"}]
    frames: dict[tuple[str, str], Callable[[float], float] | float] = {("viewers", "rebuffer_ratio"): ratio}
    return sample(frames=frames, design={"components": components, "connections": links})


JUDGE = JudgeType(
    name="rebuffer",
    label="Rebuffering",
    help="Time in which the picture stood still over time of playing and standing still.",
    unit="ratio",
    aggregates=("ratio", "max"),
    by_summary=("ratio",),
    places=("component",),
    measure=measure,
    examples=(
        Example("rebuffer in whole <= 1.5 %", _watched, True),
        Example("rebuffer in whole <= 0.5 %", _watched, False),
        Example("max(rebuffer, 10 s) in whole <= 5 %", lambda: _moving(lambda at_s: 0.2 * (at_s == 10.0)), True),
        Example("max(rebuffer, 10 s) in whole <= 5 %", lambda: _moving(lambda at_s: 0.01 * at_s), False),
    ),
)
