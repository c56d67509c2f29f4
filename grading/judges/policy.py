"""Policy: the value of a field or of a policy of a connection."""

from __future__ import annotations

from grading.facts import Facts
from grading.kinds import FACT, Example, JudgeType, Measured, Unmeasured
from grading.predicate import Call
from grading.sample import sample
from grading.structure import policy_of


def measure(facts: Facts, call: Call) -> Measured:
    """A field of a connection (timeout, optional, retry.attempts) or a setting of one of its policies."""
    found = policy_of(facts.design, call.words[0], call.path)
    if found is None:
        raise Unmeasured(f'"{call.words[0]}" has no "{".".join(call.path)}" in this design')
    value, unit = found
    return Measured(value, unit=unit)


JUDGE = JudgeType(
    name="policy",
    label="Policy of a connection",
    help="A field of a connection or a setting of one of its policies: policy(play-recs).timeout.",
    sort=FACT,
    words=("a connection",),
    takes_path=True,
    needs_runs=False,
    measure=measure,
    examples=(
        Example("policy(catalogue-store).timeout <= 300 ms", sample, True),
        Example("policy(catalogue-store).retry.attempts <= 1", sample, False),
        Example("policy(catalogue-store).circuit_breaker.window_s >= 5", sample, True),
    ),
)
