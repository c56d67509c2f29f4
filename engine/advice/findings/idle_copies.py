"""Copies that are paid for and hardly used."""

from __future__ import annotations

import math
from collections.abc import Iterator

from engine.advice.kinds import (
    PRICE,
    FindingType,
    Fix,
    Found,
    Situation,
    count_of,
    measured_utilisation,
    parameter_edit,
)
from engine.design.model import Component
from engine.results.explain.told import Number, Statement

IDLE = 0.25
WANTED = 0.5
LEAST = 2
"""One copy alone would be a single point of failure."""


def find(situation: Situation) -> Iterator[Found]:
    """Components of several copies whose slots are busy less than a quarter of the time."""
    for component in situation.design.components:
        row, name = situation.components[component.id], count_of(situation, component)
        used = row["utilisation"]
        if name is None or used is None or used >= IDLE or not row["arrivals"]:
            continue
        now = int(component.parameters[name])
        if now <= LEAST:
            continue
        numbers = {
            "utilisation": measured_utilisation(row),
            "count": Number(float(now), "count", f"the {name} that are drawn"),
        }
        text = f"{{component}} has {{count}} {name} and uses {{utilisation}} of their slots."
        yield Found(
            component.id,
            0.1 * (1.0 - used),
            Statement(text, numbers, {"component": component.id}),
            tuple(_fewer(situation, component, name, now)),
        )


def _fewer(situation: Situation, component: Component, name: str, now: int) -> Iterator[Fix]:
    load = situation.load(component.id)
    if load is None or load >= IDLE:
        return
    wanted = max(math.ceil(now * load / WANTED), LEAST)
    price = situation.expected.price_per_hour
    yield Fix(
        f"Give {component.label} {wanted:,} {name} instead of {now:,}",
        (parameter_edit(component, name, wanted),),
        PRICE,
        at_most=0.999 * price,
        saves=True,
    )


FINDING = FindingType(
    name="idle_copies",
    label="More than is needed",
    help="Slots that are idle most of the time cost as much as busy ones. Two copies stay, so that one may die.",
    find=find,
)
