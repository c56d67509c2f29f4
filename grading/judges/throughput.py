"""Throughput: what is answered well, a second."""

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
    return Measured(taken(call, values, "throughput"))


def _value(rows: Sequence[tuple[str, Mapping[str, float | None]]]) -> float:
    return sum(outcome_rates(numbers, table)[0] for table, numbers in rows)


JUDGE = JudgeType(
    name="throughput",
    label="Answers",
    help="Answers that went well, a second.",
    unit="1/s",
    aggregates=("mean", "max", "min", "last", "count", "time_to"),
    places=("component", "connection", "class", "region"),
    measure=measure,
    examples=(
        Example(
            "mean(throughput)[component=catalogue] in whole >= 90 req/s",
            lambda: sample(frames={("catalogue", "rate_per_s"): 95.0}),
            True,
        ),
        Example(
            "throughput[class=play] in whole >= 100 req/s",
            lambda: sample(frames={("viewers", "rate_per_s"): 95.0}),
            False,
        ),
    ),
)
