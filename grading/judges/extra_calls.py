"""Extra calls: retries and hedges over calls."""

from __future__ import annotations

from grading.facts import Facts
from grading.frames import summary_of
from grading.kinds import Example, JudgeType, Measured, Unmeasured
from grading.predicate import Call
from grading.sample import sample


def measure(facts: Facts, call: Call) -> Measured:
    """What was sent besides first attempts, over calls, at one connection or at all of them."""
    links = summary_of(facts, call)["connections"]
    if call.place is not None and call.place[1] not in links:
        raise Unmeasured(f'there is no connection "{call.place[1]}" in this design')
    rows = [links[call.place[1]]] if call.place is not None else list(links.values())
    calls = sum(each["calls"] for each in rows)
    if not calls:
        raise Unmeasured("no call was made in that part of the run")
    hedges = sum((each.get("policies") or {}).get("hedges", 0) for each in rows)
    return Measured((sum(each["retries"] for each in rows) + hedges) / calls)


JUDGE = JudgeType(
    name="extra_calls",
    label="Extra calls",
    help="Retries and hedges over calls, at one connection or at all.",
    unit="ratio",
    aggregates=("ratio",),
    by_summary=("ratio",),
    places=("connection",),
    measure=measure,
    examples=(
        Example("extra_calls in whole <= 7 %", sample, False),
        Example(
            "extra_calls[connection=catalogue-store] in whole <= 7 %",
            lambda: sample(rows={"catalogue-store": {"retries": 20, "policies": {"hedges": 40}}}),
            True,
        ),
    ),
)
