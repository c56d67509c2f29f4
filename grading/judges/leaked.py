"""Leaked: how long after a forced change of all keys somebody still watched with one that had leaked."""

from __future__ import annotations

from typing import Any

from grading.facts import Facts
from grading.frames import record_of
from grading.kinds import Example, JudgeType, Measured, Unmeasured
from grading.predicate import Call
from grading.sample import sample
from grading.viewers import audience


def measure(facts: Facts, call: Call) -> Measured:
    """Of the last such change of the whole run; who pauses has until they go on."""
    books: dict[str, Any] = audience(facts, record_of(facts).summary, call)
    if "leaked_s" not in books:
        raise Unmeasured("no keys were changed by force")
    return Measured(float(books["leaked_s"]))


def _changed(**books: float) -> Facts:
    return sample(rows={"viewers": {"controller": {"presses": 100, "starts": 98, **books}}})


JUDGE = JudgeType(
    name="leaked",
    label="Leaked keys in use",
    help="Time from a forced change of all keys until nobody watched with a leaked one any more.",
    unit="s",
    aggregates=("last",),
    places=("component",),
    measure=measure,
    examples=(
        Example("leaked <= 45 s", lambda: _changed(key_changes=1, leaked_s=30.5), True),
        Example("leaked[component=viewers] <= 20 s", lambda: _changed(key_changes=1, leaked_s=30.5), False),
    ),
)
