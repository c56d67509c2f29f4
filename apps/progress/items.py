"""Items as attempts use them: found by uuid, with what a step takes for an answer and what the locks allow."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings

from apps.authoring.items import authored_item, is_draft, listed, may_begin, may_give_out, offered_to
from apps.common.words import t
from content.item import read_item
from content.library import Library, read_library
from content.locks import violations
from content.model import Item, Step
from engine.design.model import DesignError
from engine.design.write import to_document

__all__ = ["Item", "Step", "is_draft", "library", "violations"]

TEXT_MOST = 4_000
POINTS = 13


def library() -> Library:
    """Everything that is shipped, read once by each process."""
    return read_once(settings.CONTENT)


@functools.cache
def read_once(folder: Path) -> Library:
    """The library in a folder, as it was when it was asked for first."""
    return read_library(folder)


def item_of(item_id: UUID, variant: int = 0) -> Item | None:
    """The item of a uuid, with the values of a variant; None if there is none, or if it cannot be used."""
    item = library().by_uuid(item_id) or authored_item(item_id)
    if item is None or not variant or not item.varied:
        return item
    found = _variant(tuple(sorted(item.files.items())), item.slug, variant)
    return None if found is None else replace(found, uuid=item.uuid)


def is_open_to(item_id: UUID, person: Any) -> bool:
    """Whether somebody may begin it by themselves."""
    return library().by_uuid(item_id) is not None or may_begin(item_id, person)


def is_given_out_by(item_id: UUID, person: Any) -> bool:
    """Whether somebody may give it to a class."""
    return library().by_uuid(item_id) is not None or may_give_out(item_id, person)


def to_give_out(person: Any) -> list[tuple[UUID, str]]:
    """What somebody may give to a class, the shelf first: uuid and title."""
    shelf = [(each.uuid, f"{each.number} {each.title}".strip()) for each in library().items if each.interview is None]
    return shelf + offered_to(person)


def on_the_map(kinds: Iterable[str]) -> list[Item]:
    """What everybody finds: the shelf by kind, then what instructors have listed."""
    return [*(each for kind in kinds for each in library().of_kind(kind)), *listed()]


def variant_for(item: Item, owner: Any) -> int:
    """The variant of a person: the same whenever they begin, and another one for their neighbour."""
    if not item.varied:
        return 0
    return 1 + int.from_bytes(hashlib.sha256(f"{item.uuid} {owner}".encode()).digest()[:4]) % 0x7FFF_FFFE


@functools.lru_cache(maxsize=500)
def _variant(files: tuple[tuple[str, bytes], ...], slug: str, variant: int) -> Item | None:
    return read_item(dict(files), slug, variant)[0]


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
        return [DesignError("value", t("Write a number, such as 120 or 0.5."))]
    return []


def _choice(step: Step, value: Any) -> list[DesignError]:
    known = [each["id"] for each in step.settings["choices"]]
    return [] if value in known else [DesignError("value", t("Choose one of the answers."))]


def _curve(_step: Step, value: Any) -> list[DesignError]:
    is_list = isinstance(value, list) and len(value) == POINTS
    if is_list and all(isinstance(each, int | float) and 0 <= each <= 1e12 for each in value):
        return []
    return [DesignError("value", t("Draw the whole curve: %(points)s points.", points=POINTS))]


def _text(_step: Step, value: Any) -> list[DesignError]:
    is_text = isinstance(value, str) and len(value) <= TEXT_MOST and "\x00" not in value
    return (
        []
        if is_text
        else [DesignError("value", t("Write a text of at most %(text_most)s characters.", text_most=f"{TEXT_MOST:,}"))]
    )
