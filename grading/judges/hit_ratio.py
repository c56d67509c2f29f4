"""Hit ratio: hits over lookups, frame by frame."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from grading.facts import Facts
from grading.frames import series, taken
from grading.kinds import Example, JudgeType, Measured
from grading.predicate import Call
from grading.sample import sample


def measure(facts: Facts, call: Call) -> Measured:
    """From frames, by time."""
    return Measured(taken(call, series(facts, call, _value), "hit ratio"))


def _value(rows: Sequence[tuple[str, Mapping[str, float | None]]]) -> float | None:
    found = [value for _, numbers in rows if (value := numbers.get("hit_ratio")) is not None]
    return sum(found) if found else None


JUDGE = JudgeType(
    name="hit_ratio",
    label="Hit ratio",
    help="Hits divided by lookups, the mean of frames.",
    unit="ratio",
    aggregates=("mean", "min", "max", "last", "time_to"),
    places=("component",),
    needs_place=True,
    measure=measure,
    examples=(
        Example(
            "mean(hit_ratio)[component=catalogue] in whole >= 50 %",
            lambda: sample(frames={("catalogue", "hit_ratio"): 0.6}),
            True,
        ),
        Example(
            "hit_ratio[component=catalogue] in whole >= 70 %",
            lambda: sample(frames={("catalogue", "hit_ratio"): 0.6}),
            False,
        ),
    ),
)
