"""Items as attempts use them: found by uuid, with what a step takes for an answer and what the locks allow."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings

from content.library import Library, read_library
from content.locks import violations
from content.model import Item, Step
from engine.design.model import DesignError
from engine.design.write import to_document

__all__ = ["Item", "Step", "library", "violations"]

TEXT_MOST = 4_000
POINTS = 13


def library() -> Library:
    """Everything that is shipped, read once by each process."""
    return read_once(settings.CONTENT)


@functools.cache
def read_once(folder: Path) -> Library:
    """The library in a folder, as it was when it was asked for first."""
    return read_library(folder)


def item_of(item_id: UUID) -> Item | None:
    """The item of a uuid; None if there is none, or if it cannot be used."""
    return library().by_uuid(item_id)


@functools.lru_cache(maxsize=1_000)
def _digest(files: tuple[tuple[str, bytes], ...]) -> str:
    digest = hashlib.sha256()
    for name, text in files:
        digest.update(name.encode() + b"\0" + hashlib.sha256(text).digest())
    return digest.hexdigest()


def digest_of(item: Item) -> str:
    """What an item said: another digest when any of its files is another."""
    return _digest(tuple(sorted(item.files.items())))


def start_document(item: Item) -> dict[str, Any]:
    """The design that a learner opens; a fresh one each time."""
    return {**to_document(item.start), "name": item.title}


def predictions_before(item: Item, step: str) -> list[str]:
    """The predictions that must stand before a step runs something."""
    names = [each.id for each in item.steps]
    before = item.steps[: names.index(step)] if step in names else ()
    return [each.id for each in before if takes_prediction(each)]


def takes_prediction(step: Step) -> bool:
    """Whether something is predicted at a step."""
    return "form" in step.settings


def errors_of(step: Step, value: Any) -> list[DesignError]:
    """What keeps a value from being the answer of a step."""
    form = step.settings.get("form", "text")
    return {"number": _number, "choice": _choice, "curve": _curve, "text": _text}[form](step, value)


def plain_answers(item: Item, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Answers as checks ask about them: numbers in plain units, choices by name, nothing that is not answered."""
    return {step.id: plain_answer(step, answers[step.id]) for step in item.steps if step.id in answers}


def plain_answer(step: Step, value: Any) -> Any:
    """One answer in plain units."""
    size = float(step.settings.get("unit_size", 1.0))
    if step.settings.get("form") == "number":
        return number_in(value) * size
    if step.settings.get("form") == "curve":
        return [float(each) * size for each in value]
    return value


def number_in(value: Any) -> float:
    """A number as people type it. Raises ValueError."""
    if isinstance(value, bool):
        raise ValueError
    return float(str(value).replace(" ", "").replace("\u2009", "").replace(",", "."))


def _number(_step: Step, value: Any) -> list[DesignError]:
    try:
        number = number_in(value)
    except ValueError:
        number = float("nan")
    if not -1e12 <= number <= 1e12:
        return [DesignError("value", "Write a number, such as 120 or 0.5.")]
    return []


def _choice(step: Step, value: Any) -> list[DesignError]:
    known = [each["id"] for each in step.settings["choices"]]
    return [] if value in known else [DesignError("value", "Choose one of the answers.")]


def _curve(_step: Step, value: Any) -> list[DesignError]:
    is_list = isinstance(value, list) and len(value) == POINTS
    if is_list and all(isinstance(each, int | float) and 0 <= each <= 1e12 for each in value):
        return []
    return [DesignError("value", f"Draw the whole curve: {POINTS} points.")]


def _text(_step: Step, value: Any) -> list[DesignError]:
    is_text = isinstance(value, str) and len(value) <= TEXT_MOST and "\x00" not in value
    return [] if is_text else [DesignError("value", f"Write a text of at most {TEXT_MOST:,} characters.")]
