"""An item on one sheet: step after step with drawings, predictions and results, for a wall or for paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils.safestring import mark_safe

from apps.common.words import t
from apps.designs.drawing.picture import live_colours, picture
from apps.designs.drawing.words import settings_of, words_of
from apps.progress.items import Item, Step, item_of, number_in, start_document, takes_prediction
from apps.progress.models import Answer, Attempt, Stage
from apps.progress.outcomes import outcome
from apps.progress.queries import check, step_shown

BINS = 8
ANSWERS_MOST = 2_000
# Where the drawing as it is now belongs; the start is shown where the item begins.
DRAWN = ("build", "change", "check")


def sheet_of(attempt: Attempt, item: Item) -> dict[str, Any]:
    """The sheet of an attempt: what was answered and drawn, and the newest verdict."""
    answers = {each.step: each.value for each in attempt.answers.all()}
    latest = attempt.submissions.filter(stage=Stage.GRADED).first()
    start, now = _drawn(start_document(item)), _drawn(attempt.design.document)
    steps = []
    for index, step in enumerate(item.steps):
        shown = step_shown(step, item)
        shown["said"] = _said(step, answers[step.id]) if step.id in answers else None
        shown["takes_answer"] = bool(takes_prediction(step) or step.kind == "reflect")
        shown["outcomes"] = outcome(attempt, item, step)["outcomes"] if shown["explains"] else []
        shown["picture"] = start if index == 0 else now if step.kind in DRAWN else None
        steps.append(shown)
    verdict = check(latest)["verdict"] if latest else None
    return _head(item) | {"steps": steps, "attempt": attempt, "latest": latest, "verdict": verdict}


def wall_of(item: Item, attempts: Sequence[UUID], learners: int) -> dict[str, Any]:
    """The sheet of a class: the start design, and how its members predicted."""
    start = _drawn(start_document(item))
    rows = Answer.objects.filter(attempt__in=attempts).values_list("step", "value")[:ANSWERS_MOST]
    said: dict[str, list[Any]] = {}
    for name, value in rows:
        said.setdefault(name, []).append(value)
    steps = []
    for index, step in enumerate(item.steps):
        shown = step_shown(step, item)
        shown["picture"] = start if index == 0 or step.kind in DRAWN else None
        shown["spread"] = spread(step, said.get(step.id, [])) if takes_prediction(step) else None
        steps.append(shown)
    return _head(item) | {"steps": steps, "learners": learners, "is_wall": True}


def _drawn(document: Mapping[str, Any]) -> dict[str, Any]:
    """A drawing in the colours of the page, and the same in words."""
    # Every word in it is escaped where it is written into the picture.
    svg = mark_safe(picture(document, live_colours()))  # noqa: S308
    return {"svg": svg, "words": words_of(document), "settings": settings_of(document)}


def spread(step: Step, values: Sequence[Any]) -> dict[str, Any] | None:
    """How a class predicted: a row for each choice, or equal parts of the span of the numbers; None for curves."""
    form = step.settings["form"]
    if form == "choice":
        choices = [(each["id"], each["text"]) for each in step.settings["choices"]]
        rows = [{"label": text, "count": sum(value == name for value in values)} for name, text in choices]
    elif form == "number":
        rows = _bins([number_in(value) for value in values], step.settings.get("unit", ""))
    else:
        return None
    most = max((each["count"] for each in rows), default=0) or 1
    return {"count": len(values), "rows": [each | {"width": f"{100 * each['count'] / most:.0f}"} for each in rows]}


def _bins(numbers: Sequence[float], unit: str) -> list[dict[str, Any]]:
    if not numbers:
        return []
    low, high = min(numbers), max(numbers)
    if low == high:
        return [{"label": f"{low:.4g} {unit}".strip(), "count": len(numbers)}]
    size = (high - low) / BINS
    counts = [0] * BINS
    for number in numbers:
        counts[min(int((number - low) / size), BINS - 1)] += 1
    return [
        {
            "label": t(
                "%(low)s to %(high)s %(unit)s",
                low=f"{low + index * size:.3g}",
                high=f"{low + (index + 1) * size:.3g}",
                unit=unit,
            ).strip(),
            "count": count,
        }
        for index, count in enumerate(counts)
    ]


def _said(step: Step, value: Any) -> str:
    """An answer as one reads it."""
    settings: Mapping[str, Any] = step.settings
    if settings.get("form") == "choice":
        return next((str(each["text"]) for each in settings["choices"] if each["id"] == value), str(value))
    if settings.get("form") == "curve":
        return "a curve"
    return f"{value} {settings.get('unit', '')}".strip()


def _head(item: Item) -> dict[str, Any]:
    return {"item": {"title": item.title, "question": item.summary, "kind": item.kind, "minutes": item.minutes}}


def read_sheet(attempt: Attempt) -> dict[str, Any] | None:
    """The sheet of an attempt; None when its item cannot be used."""
    item = item_of(attempt.item, attempt.variant)
    return None if item is None or item.interview is not None else sheet_of(attempt, item)
