"""Attempts per call: how often a call is tried."""

from __future__ import annotations

from grading.facts import Facts
from grading.frames import windows_of
from grading.kinds import Example, JudgeType, Measured, Unmeasured
from grading.predicate import Call
from grading.sample import sample


def measure(facts: Facts, call: Call) -> Measured:
    """Attempts over calls begun in the window."""
    calls = retries = 0.0
    for rows in windows_of(facts, call):
        for _, piece in rows:
            calls += float(piece.numbers["calls_per_s"] or 0.0) * piece.length_s
            retries += float(piece.numbers["retries_per_s"] or 0.0) * piece.length_s
    if calls <= 0.0:
        raise Unmeasured("no call was made in that part of the run")
    return Measured(1.0 + retries / calls)


JUDGE = JudgeType(
    name="attempts_per_call",
    label="Attempts per call",
    help="How often a call of a connection is tried on average, the first try included.",
    unit="count",
    aggregates=("mean",),
    places=("connection",),
    needs_place=True,
    measure=measure,
    examples=(
        Example(
            "attempts_per_call[connection=catalogue-store] after F1 <= 1.2",
            lambda: sample(
                frames={("catalogue-store", "calls_per_s"): 100.0, ("catalogue-store", "retries_per_s"): 90.0}
            ),
            False,
        ),
        Example(
            "attempts_per_call[connection=catalogue-store] in whole <= 1.2",
            lambda: sample(
                frames={("catalogue-store", "calls_per_s"): 100.0, ("catalogue-store", "retries_per_s"): 9.0}
            ),
            True,
        ),
    ),
)
