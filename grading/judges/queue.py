"""Queue: requests that wait at a component."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from grading.facts import Facts
from grading.frames import series, taken
from grading.kinds import Example, JudgeType, Measured
from grading.predicate import Call
from grading.sample import sample


def measure(facts: Facts, call: Call) -> Measured:
    """From frames, by time."""
    return Measured(taken(call, series(facts, call, _value), "queue"))


def _value(rows: Sequence[tuple[str, Mapping[str, float | None]]]) -> float | None:
    found = [value for _, numbers in rows if (value := numbers.get("queue")) is not None]
    return sum(found) if found else None


JUDGE = JudgeType(
    name="queue",
    label="Queue",
    help="Requests that wait, those in service not counted.",
    unit="count",
    aggregates=("mean", "max", "last", "area_above", "time_to"),
    places=("component",),
    needs_place=True,
    measure=measure,
    examples=(
        Example(
            "max(queue)[component=store] <= 100", lambda: sample(frames={("store", "queue"): lambda at_s: at_s}), True
        ),
        Example(
            "area_above(queue, 30)[component=store] in whole <= 50",
            lambda: sample(frames={("store", "queue"): lambda at_s: at_s}),
            False,
        ),
    ),
)
