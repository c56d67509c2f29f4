"""Playing: how many viewers have a moving picture."""

from __future__ import annotations

from collections.abc import Callable

from grading.facts import Facts
from grading.frames import taken
from grading.kinds import Example, JudgeType, Measured
from grading.predicate import Call
from grading.sample import sample
from grading.viewers import seen


def measure(facts: Facts, call: Call) -> Measured:
    """From frames, by time; a frame belongs to where its middle is."""
    return Measured(taken(call, [(piece, sum(told)) for piece, told in seen(facts, call, "playing")], "frame"))


def _watching(playing: Callable[[float], float] | float) -> Facts:
    components = [{"id": "viewers", "type": "viewers"}, {"id": "store", "type": "store"}]
    links = [{"from": "viewers", "to": "store"}]
    return sample(frames={("viewers", "playing"): playing}, design={"components": components, "connections": links})


JUDGE = JudgeType(
    name="playing",
    label="Viewers with a moving picture",
    help="How many viewers of the sandbox watch a moving picture at a moment.",
    unit="",
    aggregates=("mean", "min", "max", "last", "time_to"),
    places=("component",),
    measure=measure,
    examples=(
        Example("min(playing) during F1 >= 900", lambda: _watching(1_000.0), True),
        Example("min(playing) during F1 >= 900", lambda: _watching(lambda at_s: 20.0 if at_s == 15.0 else 1e3), False),
        Example("min(playing)[component=viewers] in whole >= 900", lambda: _watching(lambda at_s: 50 * at_s), False),
    ),
)
