"""Requests that find the queue full although the slots have room on average."""

from __future__ import annotations

from collections.abc import Iterator

from engine.advice.kinds import FindingType, Fix, Found, Measure, Situation, parameter_edit, share
from engine.design.model import Component
from engine.estimate.result import Estimate
from engine.results.explain.told import Statement

FEW = 0.001
LIMIT = "queue_limit"
TIMES = 4
LEAST = 8
HALF = 0.5


def find(situation: Situation) -> Iterator[Found]:
    """Components that turned more than one request in a thousand away because their queue was full."""
    for component in situation.design.components:
        row = situation.components[component.id]
        refused = (row["errors"] or {}).get("queue_full", 0)
        if not row["arrivals"] or refused < FEW * row["arrivals"] or not situation.has(component, LIMIT):
            continue
        turned_away = share(
            refused, row["arrivals"], "refused / arrivals", {"refused": refused, "arrivals": row["arrivals"]}
        )
        text = "{component} turns {refused} of its requests away because its queue is full."
        yield Found(
            component.id,
            min(0.4 + turned_away.value, 1.0),
            Statement(text, {"refused": turned_away}, {"component": component.id}),
            tuple(_longer(situation, component)),
        )


def _longer(situation: Situation, component: Component) -> Iterator[Fix]:
    now, refused = int(component.parameters[LIMIT]), situation.expected.components[component.id].refused_ratio
    load = situation.load(component.id)
    if now < 0 or load is None or load >= 1.0:
        return

    def turned_away(told: Estimate) -> float | None:
        return told.components[component.id].refused_ratio

    wanted = max(TIMES * now, LEAST)
    yield Fix(
        f"Let {wanted:,} wait at an instance of {component.label} instead of {now:,}",
        (parameter_edit(component, LIMIT, wanted),),
        Measure(f"Refused by {component.label}", "ratio", turned_away),
        at_most=HALF * refused,
    )


FINDING = FindingType(
    name="refused_at_door",
    label="A queue that is too short",
    help="A short queue refuses what a few more places would carry over a moment of bad luck. Where the slots are full "
    "for good, a longer queue only makes everybody wait, and is not proposed.",
    find=find,
)
