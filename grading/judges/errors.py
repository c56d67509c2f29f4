"""Errors: what fails, a second."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from grading.facts import Facts
from grading.frames import outcome_rates, series, taken
from grading.kinds import Example, JudgeType, Measured
from grading.predicate import Call
from grading.sample import sample


def measure(facts: Facts, call: Call) -> Measured:
    """A second, from frames; `count` is how many in the window."""
    values = series(facts, call, _value)
    if call.aggregate == "count":
        return Measured(sum(value * piece.length_s for piece, value in values))
    return Measured(taken(call, values, "errors"))


def _value(rows: Sequence[tuple[str, Mapping[str, float | None]]]) -> float:
    return sum(outcome_rates(numbers, table)[1] for table, numbers in rows)


JUDGE = JudgeType(
    name="errors",
    label="Errors",
    help="Requests (or calls) that failed, a second.",
    unit="1/s",
    aggregates=("mean", "max", "min", "last", "count", "time_to"),
    places=("component", "connection", "class", "region"),
    measure=measure,
    examples=(
        Example("count(errors)[class=play] in whole = 0", sample, True),
        Example(
            "max(errors)[connection=catalogue-store] <= 1 req/s",
            lambda: sample(frames={("catalogue-store", "errors_per_s"): 2.0}),
            False,
        ),
    ),
)
