"""Instance hours: hours that instances really ran, for an hour of the run."""

from __future__ import annotations

from grading.facts import Facts
from grading.frames import record_of
from grading.kinds import Example, JudgeType, Measured, Unmeasured
from grading.predicate import Call
from grading.sample import sample


def measure(facts: Facts, call: Call) -> Measured:
    """Hours of instances in the whole run, of all components or of one."""
    rows = record_of(facts).summary["cost"]["components"]
    if call.place is not None and call.place[1] not in rows:
        raise Unmeasured(f'there is no component "{call.place[1]}" in this design')
    chosen = rows.values() if call.place is None else [rows[call.place[1]]]
    return Measured(sum(float(each["instance_hours"]) for each in chosen))


JUDGE = JudgeType(
    name="instance_hours",
    label="Instance hours",
    help="Hours that instances ran in the whole run, booting included.",
    unit="count",
    aggregates=("count",),
    places=("component",),
    measure=measure,
    examples=(
        Example("instance_hours <= 0.1", sample, True),
        Example("instance_hours[component=catalogue] <= 0.01", sample, False),
    ),
)
