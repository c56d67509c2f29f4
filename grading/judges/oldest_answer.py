"""Oldest answer: how old an answer can be that a cache gives."""

from __future__ import annotations

from collections.abc import Mapping

from engine.design.discovery import stampede_types
from engine.design.model import Value
from grading.facts import Facts
from grading.kinds import FACT, Example, JudgeType, Measured, Unmeasured
from grading.predicate import Call
from grading.sample import sample


def measure(facts: Facts, call: Call) -> Measured:
    """The longest time to live that is drawn, and how long an entry is given after its end; in seconds."""
    found = next((each for each in facts.design.components if each.id == call.words[0]), None)
    if found is None or not {"ttl_s", "renews_on", "stampede"} <= set(found.parameters):
        raise Unmeasured(f'"{facts.label(call.words[0])}" is no cache in this design')
    if found.parameters["ttl_s"] == 0 or found.parameters["renews_on"] == "read":
        raise Unmeasured(f'"{facts.label(call.words[0])}" may give an answer for ever')
    return Measured(_oldest_s(found.parameters), unit="s")


def _oldest_s(parameters: Mapping[str, Value]) -> float:
    protection = stampede_types()[str(parameters["stampede"])]
    stale_s = float(protection.columns(parameters).get("stale_s", 0.0))
    return float(parameters["ttl_s"]) * (1.0 + float(parameters["ttl_jitter"])) + stale_s


def _cached(**parameters: str | float) -> Facts:
    cache = {"id": "cache", "type": "cache", "parameters": {"ttl_s": 20, "ttl_jitter": 0.5, **parameters}}
    viewers = {"id": "viewers", "type": "traffic_source"}
    return sample(design={"components": [viewers, cache], "connections": []})


JUDGE = JudgeType(
    name="oldest_answer",
    label="Oldest answer of a cache",
    help="How old an answer can be that a cache gives: its time to live, the jitter above it, and for how long old "
    "answers are given.",
    sort=FACT,
    words=("a component",),
    needs_runs=False,
    measure=measure,
    examples=(
        Example("oldest_answer(cache) <= 30 s", _cached, True),
        Example("oldest_answer(cache) <= 60 s", lambda: _cached(stampede="swr", stale_s=30), True),
        Example("oldest_answer(cache) <= 59 s", lambda: _cached(stampede="swr", stale_s=30), False),
    ),
)
