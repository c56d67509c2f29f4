"""Evidence: something that was seen of how a person worked, such as the share of sums that were right."""

from __future__ import annotations

from grading.facts import Facts
from grading.kinds import FACT, Example, JudgeType, Measured, Unmeasured
from grading.predicate import Call
from grading.sample import sample


def measure(facts: Facts, call: Call) -> Measured:
    """A number by its name, in plain units (seconds, ratios), as whoever watched has noted it."""
    noted = facts.answers.get(call.words[0])
    if isinstance(noted, bool) or not isinstance(noted, int | float):
        raise Unmeasured("nothing was seen of it")
    return Measured(float(noted))


JUDGE = JudgeType(
    name="evidence",
    label="Evidence",
    help="What an interview has noted: sums, facts, foreseen (shares), notice, recover (seconds), budget (share).",
    sort=FACT,
    words=("what was noted",),
    needs_runs=False,
    measure=measure,
    examples=(
        Example("evidence(sums) >= 70 %", lambda: sample(answers={"sums": 0.75}), True),
        Example("evidence(notice) <= 30 s", lambda: sample(answers={"notice": 41.0}), False),
    ),
)
