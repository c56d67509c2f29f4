"""Requests: what arrives at a component and is dealt with, well or not, a second."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from grading.facts import Facts
from grading.frames import attempted, series, taken
from grading.kinds import Example, JudgeType, Measured
from grading.predicate import Call
from grading.sample import sample


def measure(facts: Facts, call: Call) -> Measured:
    """A second, from frames; `count` is how many in the window."""
    values = series(facts, call, _value)
    if call.aggregate == "count":
        return Measured(sum(value * piece.length_s for piece, value in values))
    return Measured(taken(call, values, "requests"))


def _value(rows: Sequence[tuple[str, Mapping[str, float | None]]]) -> float:
    return sum(attempted(numbers, table) for table, numbers in rows)


JUDGE = JudgeType(
    name="requests",
    label="Requests",
    help="Requests that a component dealt with (well or not), or attempts of a connection, a second.",
    unit="1/s",
    aggregates=("mean", "max", "min", "last", "count", "time_to"),
    places=("component", "connection", "class"),
    measure=measure,
    examples=(
        Example(
            "max(requests, 1 s)[component=store] <= 150 req/s",
            lambda: sample(frames={("store", "rate_per_s"): lambda at_s: 300.0 if at_s == 20.0 else 80.0}),
            False,
        ),
        Example(
            "mean(requests)[connection=catalogue-store] in whole <= 150 req/s",
            lambda: sample(
                frames={("catalogue-store", "calls_per_s"): 100.0, ("catalogue-store", "retries_per_s"): 20.0}
            ),
            True,
        ),
    ),
)
