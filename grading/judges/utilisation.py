"""Utilisation: the share of the slots that is busy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from grading.facts import Facts
from grading.frames import series, taken
from grading.kinds import Example, JudgeType, Measured
from grading.predicate import Call
from grading.sample import sample


def measure(facts: Facts, call: Call) -> Measured:
    """From frames, by time."""
    return Measured(taken(call, series(facts, call, _value), "utilisation"))


def _value(rows: Sequence[tuple[str, Mapping[str, float | None]]]) -> float | None:
    found = [value for _, numbers in rows if (value := numbers.get("utilisation")) is not None]
    return max(found) if found else None


JUDGE = JudgeType(
    name="utilisation",
    label="Utilisation",
    help="The share of the slots of living instances that is busy.",
    unit="ratio",
    aggregates=("mean", "max", "min", "last"),
    places=("component", "region"),
    needs_place=True,
    measure=measure,
    examples=(
        Example(
            "utilisation[component=catalogue] in whole >= 65 %",
            lambda: sample(frames={("catalogue", "utilisation"): 0.7}),
            True,
        ),
        Example(
            "max(utilisation, 5 s)[component=catalogue] after F1 <= 95 %",
            lambda: sample(frames={("catalogue", "utilisation"): 1.0}),
            False,
        ),
    ),
)
