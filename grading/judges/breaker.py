"""Breaker: the state of a circuit breaker: 0 closed, 1 open, 2 half open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from grading.facts import Facts
from grading.frames import series, taken
from grading.kinds import Example, JudgeType, Measured
from grading.predicate import Call
from grading.sample import sample


def measure(facts: Facts, call: Call) -> Measured:
    """From frames, by time."""
    return Measured(taken(call, series(facts, call, _value), "breaker"))


def _value(rows: Sequence[tuple[str, Mapping[str, float | None]]]) -> float | None:
    found = [value for _, numbers in rows if (value := numbers.get("breaker_state")) is not None]
    return sum(found) if found else None


JUDGE = JudgeType(
    name="breaker",
    label="Breaker",
    help="State of the circuit breaker of a connection: 0 closed, 1 open, 2 half open.",
    unit="count",
    aggregates=("max", "mean", "last", "time_to"),
    places=("policy",),
    needs_place=True,
    measure=measure,
    examples=(
        Example(
            "max(breaker)[policy=catalogue-store] during F1 >= 1",
            lambda: sample(frames={("catalogue-store", "breaker_state"): 1.0}),
            True,
        ),
        Example(
            "time_to(breaker = 0)[policy=catalogue-store] after F1 <= 5 s",
            lambda: sample(frames={("catalogue-store", "breaker_state"): lambda at_s: float(at_s < 30)}),
            False,
        ),
    ),
)
