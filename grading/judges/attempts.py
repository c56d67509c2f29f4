"""Attempts: what was really sent over a connection, a second; what a policy refused is not counted."""

from __future__ import annotations

from grading.facts import Facts
from grading.frames import summary_of
from grading.kinds import Example, JudgeType, Measured, Unmeasured
from grading.predicate import Call
from grading.sample import sample


def measure(facts: Facts, call: Call) -> Measured:
    """Attempts in the window, a second of it, or all of them."""
    summary = summary_of(facts, call)
    name = call.place[1] if call.place else ""
    if name not in summary["connections"]:
        raise Unmeasured(f'there is no connection "{name}" in this design')
    attempts = float(summary["connections"][name]["attempts"])
    if call.aggregate == "count":
        return Measured(attempts)
    return Measured(attempts / (float(summary["clock_s"]) - float(summary["measured_from_s"])))


JUDGE = JudgeType(
    name="attempts",
    label="Attempts",
    help="What was sent over a connection a second, first tries and others; what a policy refused is not counted.",
    unit="1/s",
    aggregates=("mean", "count"),
    by_summary=("mean", "count"),
    places=("connection",),
    needs_place=True,
    measure=measure,
    examples=(
        Example("attempts[connection=catalogue-store] in whole <= 30 req/s", sample, True),
        Example("count(attempts)[connection=catalogue-store] in whole <= 1000", sample, False),
    ),
)
