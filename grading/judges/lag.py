"""Lag: messages that wait at the end of the window."""

from __future__ import annotations

from grading.facts import Facts
from grading.frames import summary_of
from grading.kinds import Example, JudgeType, Measured, Unmeasured
from grading.predicate import Call
from grading.sample import sample


def measure(facts: Facts, call: Call) -> Measured:
    """At the end of the window."""
    rows = summary_of(facts, call)["components"]
    name = call.place[1] if call.place else ""
    messages = rows.get(name, {}).get("messages")
    if messages is None:
        raise Unmeasured(f'"{facts.label(name)}" holds no messages')
    return Measured(float(messages["lag"]))


JUDGE = JudgeType(
    name="lag",
    label="Lag",
    help="Messages that wait at the end of the window, at a topic, a group of consumers, or a queue of dead letters.",
    unit="count",
    aggregates=("last",),
    by_summary=("last",),
    places=("component",),
    needs_place=True,
    measure=measure,
    examples=(
        Example("lag[component=store] in whole < 10", lambda: sample(rows={"store": {"messages": {"lag": 3}}}), True),
        Example("lag[component=store] in whole < 10", lambda: sample(rows={"store": {"messages": {"lag": 30}}}), False),
    ),
)
