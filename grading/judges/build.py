"""Build: what became of what a deployment had to bring."""

from __future__ import annotations

from grading.bringing import told_of_builds
from grading.facts import Facts
from grading.kinds import FACT, Example, JudgeType, Measured
from grading.predicate import Call
from grading.sample import brought

STATES = {"under way": "still watched", "finished": "released", "aborted": "given up", "rolled back": "rolled back"}


def measure(facts: Facts, call: Call) -> Measured:
    """In one word at the end of the run: released, rolled back, given up (on its way back), still watched."""
    told = told_of_builds(facts, call.words[0])
    return Measured(STATES[told["state"]], told["why"])


JUDGE = JudgeType(
    name="build",
    label="What became of the build",
    help='Of a deployment: released, "rolled back", "given up" or "still watched" when the run ended.',
    sort=FACT,
    words=("a deployment",),
    measure=measure,
    examples=(
        Example("build(release) = released", lambda: brought(state="finished"), True),
        Example("build(release) = released", lambda: brought(state="under way"), False),
        Example('build(release) = "rolled back"', lambda: brought(is_bad=True), True),
    ),
)
