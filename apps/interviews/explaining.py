"""What came of a sitting, and what its interviewer sees while it goes on."""

from __future__ import annotations

from typing import Any

from apps.accounts.models import Person
from apps.common.words import t
from apps.glossary.items import explained
from apps.interviews.items import Item, inside, stage_of
from apps.interviews.models import Entry, Kind, Sitting
from apps.interviews.queries import (
    INTERVIEWER,
    SELF,
    WORDS,
    asked_so_far,
    clock,
    decisions_of,
    in_minutes,
    in_words,
    latest_check,
    told_prompts,
    told_sum,
    told_throw,
)
from apps.interviews.scoring import asked_early, estimated, verdict
from apps.progress.queries import check
from engine.design.write import to_document
from grading.rubric import LEVELS


def report(sitting: Sitting, item: Item, viewer: Person | None) -> dict[str, Any]:
    """What came of it: levels with what keeps them, sums, curveballs, questions, the clock, and the whole again."""
    submission = latest_check(sitting)
    found = verdict(sitting, item, submission) if submission else None
    by = INTERVIEWER if viewer is not None and sitting.guest_id == viewer.pk else SELF
    context: dict[str, Any] = {
        "sitting": sitting,
        "item": {"title": item.title},
        "by": by,
        "levels": LEVELS,
        "found": found,
        "level": WORDS[found.level] if found else "",
        "rows": [_row(each) for each in found.rows] if found else [],
        "sums": [told_sum(each, True) for each in estimated(sitting, item, submission)],
        "throws": [told_throw(each, item) for each in sitting.throws.select_related("run")],
        "prompts": told_prompts(sitting, list(inside(item).prompts), told=True),
        "questions": _questions(sitting, item),
        "clock": clock(sitting, item),
        "timeline": timeline(sitting, item),
    }
    return context | (check(submission) if submission else {})


def guide(sitting: Sitting, item: Item) -> dict[str, Any]:
    """What the interviewer alone sees: answers, right numbers, what curveballs are about, reference, notes."""
    stage = stage_of(item, sitting)
    inner = inside(item)
    checks = {each.id: each.title for each in item.checks}
    return {
        "sitting": sitting,
        "item": {"title": item.title, "question": item.summary},
        "clock": clock(sitting, item),
        "stage": {"title": stage.title, "html": explained(stage.text)},
        "questions": _questions(sitting, item),
        "asked": asked_so_far(sitting),
        "sums": [told_sum(each, True) for each in estimated(sitting, item, None)],
        "decisions": decisions_of(sitting),
        "answers": told_prompts(sitting, list(inner.prompts)),
        "examples": [
            {"question": each.question, "examples": [(level, each.examples[level]) for level in LEVELS]}
            for each in inner.prompts
        ],
        "curveballs": [
            {"id": each.id, "title": each.title, "says": explained(each.says), "reveals": explained(each.reveals)}
            for each in inner.curveballs
        ],
        "throws": [told_throw(each, item) for each in sitting.throws.select_related("run")],
        "reference": sketch(to_document(item.designs[item.exemplars[0]])),
        "reference_name": item.designs[item.exemplars[0]].name,
        "note": explained(item.note),
        "rubric": [
            {
                "title": each.title,
                "bars": [
                    (level, [*(checks[one] for one in bar.checks), *([bar.text] if bar.text else [])])
                    for level, bar in each.bars.items()
                ],
            }
            for each in inner.rows
        ],
        "remarks": [
            {"at": in_minutes(each.clock_s), "text": each.text}
            for each in sitting.entries.filter(kind=Kind.REMARK).order_by("-pk")
        ],
    }


def timeline(sitting: Sitting, item: Item) -> list[dict[str, Any]]:
    """Every entry in order, with the drawing where a stage began with another one than the last."""
    titles = {each.id: each.title for each in item.steps}
    drawn: Any = None
    found = []
    for each in sitting.entries.all():
        document = each.value["document"] if each.kind == Kind.STAGE else drawn
        found.append(
            {
                "at": in_minutes(each.clock_s),
                "clock_s": round(each.clock_s, 1),
                "kind": each.kind,
                "label": _said(each, titles, item),
                "detail": _detail(each),
                "run": (each.value or {}).get("run") if isinstance(each.value, dict) else None,
                "drawing": sketch(document) if document != drawn else None,
            }
        )
        drawn = document
    return found


def sketch(document: dict[str, Any]) -> dict[str, Any]:
    """A drawing small enough for a line of a report: boxes and lines between their middles."""
    width, height = 112, 40
    boxes = {}
    for place, each in enumerate(document.get("components", [])):
        x, y = (each.get("position") or [place % 5 * 160, place // 5 * 96])[:2]
        boxes[each["id"]] = {"x": x, "y": y, "label": str(each.get("label") or each["id"])[:18]}
    lines = [
        {"x1": boxes[a]["x"] + width / 2, "y1": boxes[a]["y"] + height / 2}
        | {"x2": boxes[b]["x"] + width / 2, "y2": boxes[b]["y"] + height / 2}
        for a, b in ((each["from"], each["to"]) for each in document.get("connections", []))
        if a in boxes and b in boxes
    ]
    left, top = (min((each[name] for each in boxes.values()), default=0) for name in ("x", "y"))
    right, bottom = (max((each[name] for each in boxes.values()), default=0) for name in ("x", "y"))
    frame = f"{left - 8:g} {top - 8:g} {right - left + width + 16:g} {bottom - top + height + 16:g}"
    return {"boxes": list(boxes.values()), "lines": lines, "frame": frame}


def _row(reached: Any) -> dict[str, Any]:
    following = LEVELS[reached.rank] if reached.rank < len(LEVELS) else ""
    return {
        "title": reached.row.title,
        "weight": f"{reached.row.weight:g}",
        "level": WORDS[reached.level],
        "rank": reached.rank,
        "next": following,
        "missing": reached.missing,
    }


def _questions(sitting: Sitting, item: Item) -> list[dict[str, Any]]:
    asked = asked_early(sitting, item)
    return [
        {"text": each.text, "says": each.says, "asked": each.id in asked, "matters": each.matters}
        for each in inside(item).questions
    ]


def _said(entry: Entry, titles: dict[str, str], item: Item) -> str:
    curveball = inside(item).curveball(entry.key)
    words: dict[str, str] = {
        Kind.STAGE: titles.get(entry.key, t("The end")),
        Kind.ASKED: t("Asked: %(text)s", text=entry.text),
        Kind.SUM: t("Estimated %(sum_title)s", sum_title=_sum_title(item, entry.key)),
        Kind.PROMPT: t("Wrote"),
        Kind.DECISION: t("Decided: %(text)s", text=entry.text),
        Kind.JUDGED: t("Judged an answer"),
        Kind.THROWN: t("Curveball: %(key)s", key=curveball.title if curveball else entry.key),
        Kind.NOTICED: t("Noticed: %(text)s", text=entry.text),
        Kind.REMARK: t("The interviewer wrote"),
    }
    return words[entry.kind]


def _detail(entry: Entry) -> str:
    if entry.kind == Kind.ASKED:
        return str(entry.value["says"])
    if entry.kind == Kind.DECISION:
        return str(entry.value["why"])
    if entry.kind == Kind.SUM:
        return in_words(float(entry.value))
    return entry.text if entry.kind in (Kind.PROMPT, Kind.REMARK) else ""


def _sum_title(item: Item, name: str) -> str:
    found = inside(item).sum(name)
    return found.question if found else name
