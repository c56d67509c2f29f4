"""Interviews as sittings use them: the item, its stages, and where in them a sitting is."""

from __future__ import annotations

from apps.interviews.models import Sitting
from apps.progress.items import Item, Step, item_of, library
from content.asking import answers_to
from content.interview import Curveball, Interview, Prompt, Question, Sum

__all__ = ["Curveball", "Interview", "Item", "Prompt", "Question", "Sum", "answers_to", "item_of"]

KIND = "interview"


def interviews() -> tuple[Item, ...]:
    """All that can be begun."""
    return library().of_kind(KIND)


def inside(item: Item) -> Interview:
    """What an interview has beyond other items."""
    assert item.interview is not None
    return item.interview


def stage_of(item: Item, sitting: Sitting) -> Step:
    """The stage in which a sitting is; the first one when the item has lost it meanwhile."""
    return item.step(sitting.stage) or item.steps[0]


def place_of(item: Item, stage: str) -> int:
    """Which stage it is, counted from 0."""
    return next((place for place, each in enumerate(item.steps) if each.id == stage), 0)


def first_with(item: Item, role: str) -> int:
    """The place of the first stage in which something is done; behind all when there is none."""
    found = (place for place, each in enumerate(item.steps) if each.settings.get("role") == role)
    return next(found, len(item.steps))


def minutes_of(stage: Step) -> float:
    """How long a stage should take."""
    return float(stage.settings.get("minutes", 5.0))


def is_open(item: Item, sitting: Sitting, chosen: Sum) -> bool:
    """Whether a number may still be given: sums until their stage is over, and what a run will measure until the first
    one could be seen."""
    if sitting.ended is not None:
        return False
    here = place_of(item, sitting.stage)
    if chosen.value is None:
        return here < first_with(item, "curveballs")
    return here <= first_with(item, "estimates")
