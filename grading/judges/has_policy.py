"""Has policy: whether a connection has a policy."""

from __future__ import annotations

from grading.facts import Facts
from grading.kinds import FACT, Example, JudgeType, Measured
from grading.predicate import Call
from grading.sample import sample


def measure(facts: Facts, call: Call) -> Measured:
    """Of a connection that is drawn; false where it is not."""
    found = next((each for each in facts.design.connections if each.id == call.words[0]), None)
    return Measured(found is not None and call.words[1] in found.policies)


JUDGE = JudgeType(
    name="has_policy",
    label="Connection has a policy",
    help="Whether a connection has a policy, such as circuit_breaker.",
    sort=FACT,
    words=("a connection", "a policy"),
    is_claim=True,
    needs_runs=False,
    measure=measure,
    examples=(
        Example("has_policy(catalogue-store, circuit_breaker)", sample, True),
        Example("has_policy(catalogue-store, retry_budget)", sample, False),
    ),
)
