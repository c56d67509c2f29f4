"""Brought: titles that a fill controller brought to its edges while the run went on."""

from __future__ import annotations

from typing import Any

from grading.facts import Facts
from grading.frames import summary_of
from grading.kinds import Example, JudgeType, Measured, Unmeasured
from grading.predicate import Call
from grading.sample import sample


def measure(facts: Facts, call: Call) -> Measured:
    """From the beginning of the run to the end of the window."""
    assert call.place is not None
    label = facts.label(call.place[1])
    row = summary_of(facts, call)["components"].get(call.place[1])
    if row is None:
        raise Unmeasured(f'there is no component "{call.place[1]}" in this design')
    told: dict[str, Any] = row.get("controller") or {}
    if "brought" not in told:
        raise Unmeasured(f'"{label}" has no window in this run')
    wanted = told["brought"] + told["missing"]
    if call.aggregate == "count":
        return Measured(float(told["brought"]))
    if not wanted:
        raise Unmeasured(f'no window of "{label}" opened in this run')
    because = f"{told['missing']:,} of {wanted:,} titles are missing" if told["missing"] else ""
    return Measured(told["brought"] / wanted, because)


def _bringing(**told: int) -> Facts:
    return sample(rows={"store": {"controller": told}})


JUDGE = JudgeType(
    name="brought",
    label="Titles brought",
    help="Of the titles that a fill controller was to bring in the windows of the run, the share that came; `count` is "
    "how many.",
    unit="ratio",
    aggregates=("ratio", "count"),
    by_summary=("ratio", "count"),
    places=("component",),
    needs_place=True,
    measure=measure,
    examples=(
        Example("brought[component=store] in whole >= 100 %", lambda: _bringing(brought=12, missing=0), True),
        Example("brought[component=store] in whole >= 100 %", lambda: _bringing(brought=12, missing=2), False),
        Example("count(brought)[component=store] in whole >= 12", lambda: _bringing(brought=12, missing=2), True),
    ),
)
