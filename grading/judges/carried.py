"""Carried: the bits a second that crossed a line, or came from an edge or a storage."""

from __future__ import annotations

from grading.facts import Facts
from grading.frames import summary_of
from grading.kinds import Example, JudgeType, Measured, Unmeasured
from grading.predicate import Call
from grading.sample import sample
from grading.viewers import measured

BITS = 1e9
"""In a Gbit."""


def measure(facts: Facts, call: Call) -> Measured:
    """Of the steps that end in the window."""
    assert call.place is not None
    row = summary_of(facts, call)["components"].get(call.place[1])
    if row is None:
        raise Unmeasured(f'there is no component "{call.place[1]}" in this design')
    told = measured(row.get("controller") or {})
    if "gbps" not in told:
        raise Unmeasured(f'"{facts.label(call.place[1])}" carries no bytes')
    return Measured(BITS * float(told["gbps"]))


def _carrying(gbps: float) -> Facts:
    return sample(rows={"store": {"controller": {"gb": 20.0, "gbps": gbps, "utilisation": 0.5}}})


JUDGE = JudgeType(
    name="carried",
    label="Traffic in bits",
    help="Bits a second that crossed a line, or came from an edge or a storage, on average.",
    unit="bit/s",
    aggregates=("mean",),
    by_summary=("mean",),
    places=("component",),
    needs_place=True,
    measure=measure,
    examples=(
        Example("carried[component=store] in whole <= 1 Gbit/s", lambda: _carrying(0.4), True),
        Example("carried[component=store] in whole <= 1 Gbit/s", lambda: _carrying(4.0), False),
    ),
)
