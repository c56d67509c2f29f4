"""Fallback: the share of calls that failed for good, so that the caller took a substitute or failed."""

from __future__ import annotations

from grading.facts import Facts
from grading.frames import windows_of
from grading.kinds import Example, JudgeType, Measured, Unmeasured
from grading.predicate import Call
from grading.sample import sample


def measure(facts: Facts, call: Call) -> Measured:
    """Calls that failed for good over calls begun, in the window."""
    calls = failed = 0.0
    for rows in windows_of(facts, call):
        for _, piece in rows:
            calls += float(piece.numbers["calls_per_s"] or 0.0) * piece.length_s
            failed += float(piece.numbers["errors_per_s"] or 0.0) * piece.length_s
    if calls <= 0.0:
        raise Unmeasured("no call was made in that part of the run")
    return Measured(failed / calls)


JUDGE = JudgeType(
    name="fallback",
    label="Substitutes",
    help="The share of the calls of a connection that failed for good: an optional call then gives its substitute.",
    unit="ratio",
    aggregates=("ratio",),
    places=("connection",),
    needs_place=True,
    measure=measure,
    examples=(
        Example(
            "ratio(fallback)[connection=catalogue-store] before F1 < 0.1 %",
            lambda: sample(frames={("catalogue-store", "calls_per_s"): 100.0}),
            True,
        ),
        Example(
            "ratio(fallback)[connection=catalogue-store] in whole < 0.1 %",
            lambda: sample(
                frames={("catalogue-store", "calls_per_s"): 100.0, ("catalogue-store", "errors_per_s"): 3.0}
            ),
            False,
        ),
    ),
)
