"""Instances: how many live."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from grading.facts import Facts
from grading.frames import series, taken
from grading.kinds import Example, JudgeType, Measured
from grading.predicate import Call
from grading.sample import sample


def measure(facts: Facts, call: Call) -> Measured:
    """From frames, by time."""
    return Measured(taken(call, series(facts, call, _value), "instances"))


def _value(rows: Sequence[tuple[str, Mapping[str, float | None]]]) -> float | None:
    found = [value for _, numbers in rows if (value := numbers.get("instances_up")) is not None]
    return sum(found) if found else None


JUDGE = JudgeType(
    name="instances",
    label="Instances",
    help="Instances that live and serve.",
    unit="count",
    aggregates=("last", "mean", "max", "min", "time_to"),
    places=("component",),
    needs_place=True,
    measure=measure,
    examples=(
        Example(
            "max(instances)[component=catalogue] <= 4",
            lambda: sample(frames={("catalogue", "instances_up"): 3.0}),
            True,
        ),
        Example(
            "min(instances)[component=catalogue] in whole >= 4",
            lambda: sample(frames={("catalogue", "instances_up"): 3.0}),
            False,
        ),
    ),
)
