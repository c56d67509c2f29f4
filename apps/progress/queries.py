"""Reads of attempts: what the map, a lesson, its history and a verdict show."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from apps.accounts.models import Person
from apps.common.words import lazy, t
from apps.glossary.items import explained
from apps.progress.items import Item, Step, digest_of, is_draft, library, on_the_map
from apps.progress.limits import sentences, terms_of
from apps.progress.models import Answer, Attempt, Stage, Submission
from apps.runs.models import ALIVE, State
from content.discovery import step_types
from content.library import BadItem
from grading.experiment import Experiment

# What the map shows, in this order, and under which heading that stands which has no unit.
SHELVES = {"lesson": lazy("Lessons"), "scenario": lazy("Scenarios")}
HISTORY_MOST = 100
POINTS = 13


def lessons(person: Person | None, *, is_author: bool) -> dict[str, Any]:
    """The map: units in order, every lesson with its state; what cannot be used, with its errors for authors."""
    items = on_the_map(SHELVES)
    mine = _newest(person)
    done = {item for item, (attempt, has_passed) in mine.items() if has_passed}
    entries = [_entry(each, mine, done, items) for each in items]
    begun = [each for each in entries if each["state"] == "begun"]
    first = next(
        (each for each in entries if each["state"] == "open" and all(one["done"] for one in each["after"])), None
    )
    if first is not None and not begun:
        first["state"] = "next"
    units: dict[str, list[dict[str, Any]]] = {}
    for entry in entries:
        units.setdefault(entry["unit"], []).append(entry)
    return {
        "units": [{"title": title, "entries": members} for title, members in units.items()],
        "going_on": max(begun, key=lambda each: each["seen"], default=None),
        "bad": [_bad(each, is_author=is_author) for each in library().bad],
    }


def lesson(attempt: Attempt, item: Item) -> dict[str, Any]:
    """Everything that the page of a lesson needs, and nothing of the item beyond that."""
    latest = attempt.submissions.exclude(stage=Stage.FAILED).first()
    terms = terms_of(item)
    context = {
        "attempt": attempt,
        "item": {"title": item.title, "question": item.summary, "kind": item.kind.capitalize()},
        "steps": [step_shown(each, item) for each in item.steps],
        "limits": sentences(item),
        "terms": terms,
        "has_palette": terms["offered"] != [],
        "answers": {each.step: answer_json(each) for each in attempt.answers.all()},
        "latest": latest,
        "is_preview": is_draft(attempt.item),
        "is_changed": attempt.item_digest != digest_of(item),
        "checks_left": max(0, (attempt.checks_most or 0) - attempt.submissions.filter(stage=Stage.GRADED).count()),
    }
    return context | (check(latest) if latest else {})


def answer_json(answer: Answer) -> dict[str, Any]:
    """An answer as the browser keeps it."""
    return {"value": answer.value, "version": answer.version, "is_final": answer.is_final}


def check(submission: Submission) -> dict[str, Any]:
    """A check as its block shows it: progress, or the verdict and the runs behind it."""
    runs = list(submission.runs.select_related("run").defer("run__document", "run__summary", "run__layout"))
    told = json.loads(submission.grade) if submission.grade else {}
    return {
        "submission": submission,
        "progress": _progress(runs),
        "verdict": _verdict(told),
        "runs": [
            {"run_id": each.run_id, "words": _part_in_words(each.part)} for each in runs if not each.run.is_sealed
        ],
    }


def history(attempt: Attempt, item: Item) -> dict[str, Any]:
    """Every attempt of the same person at the same item, the newest first."""
    attempts = Attempt.objects.filter(owner=attempt.owner_id, item=attempt.item).order_by("-number")
    records = [{"attempt": each, "rows": _rows(each)} for each in attempts[:HISTORY_MOST]]
    return {"attempt": attempt, "item": {"title": item.title, "uuid": item.uuid}, "attempts": records}


def _newest(person: Person | None) -> dict[UUID, tuple[Attempt, bool]]:
    """By item the attempt that was looked at last, and whether any attempt at it has passed."""
    found: dict[UUID, tuple[Attempt, bool]] = {}
    for attempt in Attempt.objects.owned_by(person).order_by("seen"):
        passed_before = found.get(attempt.item, (attempt, False))[1]
        found[attempt.item] = (attempt, passed_before or attempt.passed is not None)
    return found


def _entry(
    item: Item, mine: dict[UUID, tuple[Attempt, bool]], done: set[UUID], items: Iterable[Item]
) -> dict[str, Any]:
    by_slug = {name: each for each in items for name in (each.slug, each.number, str(each.uuid))}
    after = [by_slug[name] for name in item.prerequisites if name in by_slug]
    attempt = mine[item.uuid][0] if item.uuid in mine else None
    state = "done" if item.uuid in done else "open" if attempt is None else "begun"
    return {
        "uuid": item.uuid,
        "slug": item.slug,
        "unit": item.unit or SHELVES.get(item.kind, item.kind),
        "title": item.title,
        "question": item.summary,
        "minutes": item.minutes,
        "after": [{"slug": each.slug, "title": each.title, "done": each.uuid in done} for each in after],
        "state": state,
        "verb": {"done": t("Open again"), "open": t("Start"), "begun": t("Go on")}[state],
        "reached": attempt.reached if attempt else 0,
        "steps": len(item.steps),
        "seen": attempt.seen if attempt else None,
    }


def _bad(bad: BadItem, *, is_author: bool) -> dict[str, Any]:
    """An item that cannot be used; what is wrong with it is for those who can mend it."""
    errors = [
        {"place": f"{each.file}:{each.line}" if each.line else each.file, "message": each.message}
        for each in bad.errors
    ]
    return {"name": bad.slug, "errors": errors if is_author else []}


def step_shown(step: Step, item: Item) -> dict[str, Any]:
    """A step as its template shows it. Settings are named one by one: right answers and limits stay here."""
    settings = step.settings
    experiment = item.experiment(str(settings.get("experiment", "")))
    shown: dict[str, Any] = {
        "name": step.id,
        "kind": step.kind,
        "label": step_types()[step.kind].label,
        "title": step.title,
        "html": explained(step.text),
        "template": f"progress/steps/{step.kind}.html",
        "form": settings.get("form", ""),
        "question": settings.get("question", ""),
        "questions": settings.get("questions", ()),
        "answer_html": explained(settings.get("answer", "")),
        "unit": settings.get("unit", ""),
        "choices": [(each["id"], each["text"]) for each in settings.get("choices", ())],
        "explains": bool(settings.get("of")),
        "points": POINTS,
        "high": f"{settings.get('highest', 0.0):g}",
        "duration_s": f"{experiment.duration_s:g}" if experiment else "0",
    }
    return shown | {"experiments": _experiments(step, item)}


def _experiments(step: Step, item: Item) -> list[dict[str, Any]]:
    """What can be run at a step: what it names, or everything where the design is changed freely."""
    named = item.experiment(str(step.settings.get("experiment", "")))
    chosen = (named,) if named else item.experiments
    return [_experiment(each) for each in chosen if each is not None and not each.is_hidden]


def _experiment(experiment: Experiment) -> dict[str, Any]:
    """An experiment on its card: how long it is, and what is asked from which moment on."""
    return {
        "name": experiment.name,
        "title": experiment.title,
        "words": t("%(duration_s)s s of simulated time", duration_s=f"{experiment.duration_s:,.0f}"),
        "html": explained(experiment.text),
        "requirements": [{"at": f"{each.at_s:,.0f} s", "text": each.text} for each in experiment.requirements],
    }


def _progress(runs: list[Any]) -> dict[str, Any]:
    done = [each for each in runs if each.run.has_ended]
    frames = sum(each.run.frames_count or 1 if each.run.has_ended else each.run.frames_done for each in runs)
    whole = sum(each.run.frames_count or 1 for each in runs)
    waiting = all(each.run.state == State.QUEUED for each in runs if each.run.state in ALIVE)
    words = (
        t("waiting for a worker") if waiting and len(done) < len(runs) else "grading" if len(done) == len(runs) else ""
    )
    return {"done": len(done), "all": len(runs), "frames": frames, "all_frames": max(1, whole), "words": words}


def _verdict(told: dict[str, Any]) -> dict[str, Any]:
    results = told.get("shown", {}).get("results", [])
    checks = [
        each
        | {
            "points_words": t(
                "%(points)s of %(points_most)s", points=f"{each['earned']:g}", points_most=f"{each['points']:g}"
            )
        }
        for each in results
    ]
    return {"checks": checks, "hints": [explained(each["text"]) for each in told.get("hints", [])]}


def _part_in_words(part: str) -> str:
    role, experiment, seed, _ = (*part.split("/"), "", "", "")[:4]
    return (
        t("The start design, %(experiment)s, seed %(seed)s", experiment=experiment, seed=seed)
        if role == "baseline"
        else t("%(experiment)s, seed %(seed)s", experiment=experiment, seed=seed)
    )


def _rows(attempt: Attempt) -> list[dict[str, Any]]:
    trials = [
        {
            "what": t("Run: %(experiment)s", experiment=each.experiment),
            "at": each.run.created,
            "points": "",
            "outcome": each.run.get_state_display(),
            "link": f"/runs/{each.run_id}/",
        }
        for each in attempt.trials.select_related("run").defer("run__document", "run__summary")[:HISTORY_MOST]
    ]
    checks = [_check_row(each) for each in attempt.submissions.all()[:HISTORY_MOST]]
    return sorted(trials + checks, key=lambda row: row["at"], reverse=True)


def _check_row(submission: Submission) -> dict[str, Any]:
    is_graded = submission.stage == Stage.GRADED
    outcome = t("Passed") if submission.has_passed else t("Not yet") if is_graded else submission.get_stage_display()
    return {
        "what": t("Check %(number)s", number=submission.number),
        "at": submission.created,
        "points": t(
            "%(points)s of %(points_most)s", points=f"{submission.points:g}", points_most=f"{submission.points_most:g}"
        )
        if is_graded
        else "",
        "outcome": outcome,
        "link": f"/learn/checks/{submission.pk}/",
    }
