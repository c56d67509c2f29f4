"""Count: how many components of a type are drawn."""

from __future__ import annotations

from grading.facts import Facts
from grading.kinds import FACT, Example, JudgeType, Measured
from grading.predicate import Call
from grading.sample import sample


def measure(facts: Facts, call: Call) -> Measured:
    """How many components of the type stand in the drawing; written count(type)."""
    return Measured(float(sum(each.type == call.words[0] for each in facts.design.components)))


JUDGE = JudgeType(
    name="components",
    label="Count of a type",
    help="How many components of a type are drawn; count(service) says the same.",
    sort=FACT,
    unit="count",
    words=("a type of components",),
    needs_runs=False,
    measure=measure,
    examples=(
        Example("count(service) >= 1", sample, True),
        Example("components(service) >= 2", sample, False),
    ),
)
