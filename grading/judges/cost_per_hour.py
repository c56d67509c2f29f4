"""Cost per hour: what the whole run cost, an hour of it."""

from __future__ import annotations

from grading.facts import Facts
from grading.frames import record_of
from grading.kinds import Example, JudgeType, Measured, Unmeasured
from grading.outcomes import dearest
from grading.predicate import Call
from grading.sample import sample


def measure(facts: Facts, call: Call) -> Measured:
    """Credits an hour of the whole run, of all components or of one; windows do not matter."""
    record = record_of(facts)
    cost, clock_s = record.summary["cost"], float(record.summary["clock_s"])
    if call.place is None:
        return Measured(float(cost["credits_per_h"]), dearest(facts, cost))
    if call.place[1] not in cost["components"]:
        raise Unmeasured(f'there is no component "{call.place[1]}" in this design')
    return Measured(float(cost["components"][call.place[1]]["credits"]) * 3600.0 / clock_s)


JUDGE = JudgeType(
    name="cost_per_hour",
    label="Cost per hour",
    help="Credits that an hour of this run costs, for what really ran.",
    unit="credits",
    aggregates=("mean",),
    places=("component",),
    measure=measure,
    examples=(
        Example("cost_per_hour <= 5 credits", sample, True),
        Example(
            "cost_per_hour <= 1.2 * baseline",
            lambda: sample(credits_per_h=8.0, baseline=sample(credits_per_h=4.0)),
            False,
        ),
    ),
)
