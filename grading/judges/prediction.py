"""Prediction: the number or the choice that was given before the run."""

from __future__ import annotations

from grading.facts import Facts
from grading.kinds import FACT, Example, JudgeType, Measured, Unmeasured
from grading.predicate import Call
from grading.sample import sample


def measure(facts: Facts, call: Call) -> Measured:
    """What the person answered at a step, a number or the name of a choice."""
    answer = facts.answers.get(call.words[0])
    if isinstance(answer, bool) or not isinstance(answer, int | float | str):
        raise Unmeasured("nothing was predicted")
    return Measured(answer if isinstance(answer, str) else float(answer))


JUDGE = JudgeType(
    name="prediction",
    label="Prediction",
    help="What was answered at a step before the run, in plain units (seconds, ratios): a number or a choice.",
    sort=FACT,
    words=("a step",),
    needs_runs=False,
    bars=False,
    measure=measure,
    examples=(
        Example("prediction(load) >= 145 AND prediction(load) <= 155", lambda: sample(answers={"load": 150}), True),
        Example("prediction(worse) = stall", lambda: sample(answers={"worse": "refusal"}), False),
        Example(
            "prediction(busy) <= 1.15 * mean(in_flight)[component=store] in whole",
            lambda: sample(answers={"busy": 4}, frames={("store", "in_system"): 4.0}),
            True,
        ),
    ),
)
