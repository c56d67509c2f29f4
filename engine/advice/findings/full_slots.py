"""Slots that are nearly all busy: queues grow, and answers wait."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

from engine.advice.edits import SetField, changed
from engine.advice.kinds import (
    FindingType,
    Fix,
    Found,
    Situation,
    count_of,
    load_of,
    measured_utilisation,
    parameter_edit,
)
from engine.design.model import Component
from engine.estimate.estimate import estimate
from engine.results.explain.told import Statement

BUSY = 0.7
WANTED = 0.6
"""A component is proposed so many copies that its load comes to lie here: room for a peak of half as much again."""

ROUNDS = 3
"""What lets more pass fills what lies behind it: so often it is looked again who is full."""


def find(situation: Situation) -> Iterator[Found]:
    """Components whose slots are busy most of the time; where there are several, what helps all of them."""
    together: tuple[SetField, ...] | None = None
    for component in situation.design.components:
        row = situation.components[component.id]
        used = row["utilisation"]
        if used is None or used < BUSY or not row["arrivals"]:
            continue
        together = _together(situation) if together is None else together
        text = "{component} is full: its slots are busy {utilisation} of the time."
        numbers = {"utilisation": measured_utilisation(row)}
        yield Found(
            component.id,
            min(used, 1.0),
            Statement(text, numbers, {"component": component.id}),
            tuple(_more(situation, component, together)),
        )


def _more(situation: Situation, component: Component, together: tuple[SetField, ...]) -> Iterator[Fix]:
    own, aim = _enough(situation, component), load_of(component.id, component.label)
    if own is not None:
        label = f"Give {component.label} {own.after:,} {own.path[-1]} instead of {own.before:,}"
        yield Fix(label, (own,), aim, at_most=BUSY)
    if len(together) > 1:
        told = ", ".join(f"{situation.component(each.id).label} {each.after:,}" for each in together)
        yield Fix(f"Give all that are full more copies: {told}", together, aim, at_most=BUSY)


def _enough(situation: Situation, component: Component) -> SetField | None:
    """So many copies that the load comes to lie where it is wanted; None where that cannot be or is not needed."""
    name, load = count_of(situation, component), situation.load(component.id)
    if name is None or load is None or load <= BUSY:
        return None
    now = int(component.parameters[name])
    wanted = math.ceil(now * load / WANTED)
    highest = situation.highest(component, name)
    return None if highest is not None and wanted > highest else parameter_edit(component, name, wanted)


def _together(situation: Situation) -> tuple[SetField, ...]:
    """Copies for all that the estimate finds full, and for those that are full once the first ones let more pass."""
    drawn, edits = situation, dict[str, SetField]()
    for _ in range(ROUNDS):
        for component in drawn.design.components:
            edit = _enough(drawn, component)
            if edit is not None:
                before = edits[component.id].before if component.id in edits else edit.before
                edits[component.id] = replace(edit, before=before)
        after = changed(situation.design, tuple(edits.values()))
        if after is None:
            return ()
        drawn = replace(situation, design=after, expected=estimate(after))
    return tuple(edits.values())


FINDING = FindingType(
    name="full_slots",
    label="Too few slots",
    help="Above 70 % utilisation a queue grows fast: at a single server with random service one waits 2.3 services on "
    "average. More copies lower the load of each.",
    find=find,
)
