"""No path: whether no calls lead from one component to another."""

from __future__ import annotations

from grading.facts import Facts
from grading.kinds import FACT, Example, JudgeType, Measured
from grading.predicate import Call
from grading.sample import sample
from grading.structure import leads_to


def measure(facts: Facts, call: Call) -> Measured:
    """Over arrows of any kind; an end is a component, or every component of a type."""
    return Measured(not leads_to(facts.design, call.words[0], call.words[1]))


JUDGE = JudgeType(
    name="no_path",
    label="No way from … to …",
    help="No arrows lead from the first to the second: components, or types of components.",
    sort=FACT,
    words=("where it begins", "where it ends"),
    is_claim=True,
    needs_runs=False,
    measure=measure,
    examples=(
        Example("no_path(viewers, store)", sample, False),
        Example("no_path(store, viewers)", sample, True),
    ),
)
