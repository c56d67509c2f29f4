"""In flight: requests that have come and have not been answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from grading.facts import Facts
from grading.frames import series, taken
from grading.kinds import Example, JudgeType, Measured
from grading.predicate import Call
from grading.sample import sample


def measure(facts: Facts, call: Call) -> Measured:
    """From frames, by time."""
    return Measured(taken(call, series(facts, call, _value), "in flight"))


def _value(rows: Sequence[tuple[str, Mapping[str, float | None]]]) -> float | None:
    found = [value for _, numbers in rows if (value := numbers.get("in_system")) is not None]
    return sum(found) if found else None


JUDGE = JudgeType(
    name="in_flight",
    label="In flight",
    help="Requests that came and are not answered yet: waiting, in service, or waiting for others.",
    unit="count",
    aggregates=("mean", "max", "last"),
    places=("component",),
    needs_place=True,
    measure=measure,
    examples=(
        Example(
            "mean(in_flight)[component=catalogue] in whole <= 10",
            lambda: sample(frames={("catalogue", "in_system"): 9.0}),
            True,
        ),
        Example(
            "max(in_flight)[component=catalogue] <= 10",
            lambda: sample(frames={("catalogue", "in_system"): 11.0}),
            False,
        ),
    ),
)
