"""A cache that holds too little of what is asked for."""

from __future__ import annotations

from collections.abc import Iterator

from engine.advice.kinds import FindingType, Fix, Found, Measure, Situation, parameter_edit
from engine.design.model import Component
from engine.estimate.result import Estimate
from engine.results.explain.told import Number, Statement

WARM = 0.9
CAPACITY = "capacity_items"
GAIN = 0.05


def find(situation: Situation) -> Iterator[Found]:
    """Components that keep keys and miss more than one lookup in ten."""
    for component in situation.design.components:
        row = situation.components[component.id]
        hit_ratio = row.get("hit_ratio")
        if hit_ratio is None or hit_ratio >= WARM or not situation.has(component, CAPACITY):
            continue
        hits = Number(hit_ratio, "ratio", "hits / lookups", {"lookups": row["lookups"]}, row["lookups"])
        room = Number(float(component.parameters[CAPACITY]), "count", "the capacity that is drawn")
        text = "{component} has {hits} of what it is asked for, with room for {room} keys."
        yield Found(
            component.id,
            0.5 * (1.0 - hit_ratio),
            Statement(text, {"hits": hits, "room": room}, {"component": component.id}),
            tuple(_larger(situation, component)),
        )


def _larger(situation: Situation, component: Component) -> Iterator[Fix]:
    now, expected = int(component.parameters[CAPACITY]), situation.expected.components[component.id].hit_ratio
    highest = situation.highest(component, CAPACITY)
    for times in (2, 4):
        if expected is None or (highest is not None and times * now > highest):
            return

        def hits(told: Estimate) -> float | None:
            return told.components[component.id].hit_ratio

        yield Fix(
            f"Make room for {times * now:,} keys instead of {now:,} in {component.label}",
            (parameter_edit(component, CAPACITY, times * now),),
            Measure(f"Hits of {component.label}", "ratio", hits),
            at_least=expected + GAIN,
        )


FINDING = FindingType(
    name="small_cache",
    label="A cache that is too small",
    help="What does not fit is fetched again and again from behind. The hit ratio of a larger cache follows from how "
    "popularity is spread over keys; where keys are too old before they are asked for again, room does not help.",
    find=find,
)
