"""Setting: the value of a parameter of a component."""

from __future__ import annotations

from grading.facts import Facts
from grading.kinds import FACT, Example, JudgeType, Measured, Unmeasured
from grading.predicate import Call
from grading.sample import sample
from grading.structure import setting_of


def measure(facts: Facts, call: Call) -> Measured:
    """The parameter of a component by its name, such as setting(catalogue).slots."""
    found = setting_of(facts.design, call.words[0], call.path)
    if found is None:
        raise Unmeasured(f'"{facts.label(call.words[0])}" has no setting "{".".join(call.path)}" in this design')
    value, unit = found
    return Measured(value, unit=unit)


JUDGE = JudgeType(
    name="setting",
    label="Setting of a component",
    help="A parameter of a component, in its own unit: setting(catalogue).slots.",
    sort=FACT,
    words=("a component",),
    takes_path=True,
    needs_runs=False,
    measure=measure,
    examples=(
        Example("setting(catalogue).slots <= 8", sample, True),
        Example("setting(catalogue).service_ms_mean <= 0.001 s", sample, False),
    ),
)
