"""Path: whether calls lead from one component to another."""

from __future__ import annotations

from grading.facts import Facts
from grading.kinds import FACT, Example, JudgeType, Measured
from grading.predicate import Call
from grading.sample import sample
from grading.structure import leads_to


def measure(facts: Facts, call: Call) -> Measured:
    """Over arrows of any kind; an end is a component, or every component of a type."""
    return Measured(leads_to(facts.design, call.words[0], call.words[1]))


JUDGE = JudgeType(
    name="has_path",
    label="A way from … to …",
    help="Arrows lead from the first to the second: components, or types of components.",
    sort=FACT,
    words=("where it begins", "where it ends"),
    is_claim=True,
    needs_runs=False,
    measure=measure,
    examples=(
        Example("has_path(viewers, store)", sample, True),
        Example("has_path(store, viewers)", sample, False),
    ),
)
