"""Goodput: requests answered well over requests sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from grading.facts import Facts
from grading.frames import series, taken, windows_of
from grading.kinds import Example, JudgeType, Measured, Unmeasured
from grading.outcomes import main_loss
from grading.predicate import Call
from grading.sample import sample


def measure(facts: Facts, call: Call) -> Measured:
    """Answered well over offered, of all sources together, in the window."""
    if call.aggregate != "ratio":
        return Measured(taken(call, series(facts, call, _share), "request"))
    answered = offered = 0.0
    for rows in windows_of(facts, call):
        for _, piece in rows:
            answered += float(piece.numbers["ok_per_s"] or 0.0) * piece.length_s
            offered += float(piece.numbers["offered_per_s"] or 0.0) * piece.length_s
    if offered <= 0.0:
        raise Unmeasured("nothing was sent in that part of the run")
    share = answered / offered
    return Measured(share, main_loss(facts) if share < 1.0 else "")


def _share(rows: Sequence[tuple[str, Mapping[str, float | None]]]) -> float | None:
    answered = sum(float(numbers["ok_per_s"] or 0.0) for _, numbers in rows)
    offered = sum(float(numbers["offered_per_s"] or 0.0) for _, numbers in rows)
    return answered / offered if offered > 0.0 else None


JUDGE = JudgeType(
    name="goodput",
    label="Goodput",
    help="Requests answered well over requests sent, of all sources; below 1 also where answers come too late.",
    unit="ratio",
    aggregates=("ratio", "min", "time_to"),
    measure=measure,
    examples=(
        Example(
            "goodput from 10 s after F1 >= 0.99",
            lambda: sample(frames={("totals", "ok_per_s"): 280.0, ("totals", "offered_per_s"): 280.0}),
            True,
        ),
        Example(
            "goodput from 10 s after F1 >= 0.99",
            lambda: sample(frames={("totals", "ok_per_s"): 20.0, ("totals", "offered_per_s"): 280.0}),
            False,
        ),
    ),
)
