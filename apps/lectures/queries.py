"""Reads of lectures: what the wall shows and what a seat shows, as data that the socket sends again and again."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from typing import Any

from apps.accounts.models import Person
from apps.designs.queries import designs_of
from apps.lectures.models import Lecture, Seat
from apps.lectures.outcomes import FELL, STANDS, WAITS, Fate, fate
from apps.runs.models import Run, RunCommand
from engine.design.discovery import component_types, failure_types
from engine.design.model import Design
from engine.design.read import read_document

BINS = 12


def lectures_of(person: Person | None) -> dict[str, Any]:
    """The lectures of a person, and what a new one could be about."""
    return {"lectures": Lecture.objects.owned_by(person)[:100], "designs": designs_of(person)}


def wall(lecture: Lecture) -> dict[str, Any]:
    """Everything that the teacher's screen shows."""
    seats = list(lecture.seats.all())
    fates = _fates(lecture, seats)
    counts = Counter(each.state for each in fates.values())
    answers = sorted(each.answer for each in seats if each.answer is not None)
    reasons = Counter(each.why for each in fates.values() if each.state == FELL)
    return {
        "seats": len(seats),
        "question": lecture.question,
        "unit": lecture.unit,
        "takes_answers": lecture.takes_answers,
        "answers": len(answers),
        "bins": histogram(answers),
        "round": lecture.round,
        "running": _alive(seats),
        "sentence": lecture.sentence,
        "reached": sum(each.command is not None for each in seats),
        "injecting_s": lecture.injecting_s,
        "stands": counts[STANDS],
        "fell": counts[FELL],
        "waits": counts[WAITS],
        "reasons": [{"why": _label(lecture, name), "count": count} for name, count in reasons.most_common(6)],
        "people": [_person(lecture, each, fates[each.pk]) for each in seats],
    }


def place(seat: Seat) -> dict[str, Any]:
    """What one seat shows: nothing of the others but how many stand."""
    lecture = seat.lecture
    seats = list(lecture.seats.all()) if lecture.injected else [seat]
    fates = _fates(lecture, seats)
    mine = fates.get(seat.pk, Fate(WAITS))
    return {
        "title": lecture.title,
        "question": lecture.question,
        "unit": lecture.unit,
        "takes_answers": lecture.takes_answers,
        "answer": seat.answer,
        "round": lecture.round,
        "run": str(seat.run_id) if seat.run_id else None,
        "sentence": lecture.sentence,
        "trouble": seat.trouble,
        "state": mine.state if lecture.injected else WAITS,
        "ok_ratio": mine.ok_ratio,
        "why": _label(lecture, mine.why),
        "stands": sum(each.state == STANDS for each in fates.values()),
        "fell": sum(each.state == FELL for each in fates.values()),
    }


def histogram(answers: Sequence[float]) -> list[dict[str, Any]]:
    """Answers in bins whose edges are round numbers; empty when nobody has answered."""
    if not answers:
        return []
    low, high = min(answers), max(answers)
    if low == high:
        return [{"from": low, "to": high, "count": len(answers)}]
    step = _round_step((high - low) / BINS)
    first = math.floor(low / step)
    counts = Counter(math.floor(each / step) - first for each in answers)
    last = max(counts)
    return [
        {"from": _tidy((first + each) * step), "to": _tidy((first + each + 1) * step), "count": counts[each]}
        for each in range(last + 1)
    ]


def failures_for(lecture: Lecture) -> list[dict[str, str]]:
    """What can be broken in the drawing that everybody began with, usual things first."""
    design, _ = read_document(lecture.document)
    if design is None:
        return []
    found = []
    for name, kind in failure_types().items():
        for target, label in _targets(design, kind):
            found.append({"value": f"{name}@{target}", "label": f"{kind.label}: {label}", "usual": kind.is_usual})
    return [{"value": str(each["value"]), "label": str(each["label"])} for each in sorted(found, key=_rank)]


def _targets(design: Design, kind: Any) -> list[tuple[str, str]]:
    if kind.targets == "place":
        return [(each.id, each.label or each.id) for each in design.places]
    if kind.targets == "connection":
        return [(each.id, each.id) for each in design.connections]
    return [
        (each.id, each.label or each.id)
        for each in design.components
        if kind.needs is None or kind.needs in component_types()[each.type].mechanisms
    ]


def _rank(entry: dict[str, Any]) -> tuple[bool, str]:
    return not entry["usual"], str(entry["label"])


def _fates(lecture: Lecture, seats: Sequence[Seat]) -> dict[Any, Fate]:
    """How every seat fares; runs and the places of the failure in their logs are read for all at once."""
    if lecture.injected is None:
        return {each.pk: Fate(WAITS) for each in seats}
    runs = {each.pk: each for each in Run.objects.filter(pk__in=[one.run_id for one in seats]).defer("document")}
    logs = RunCommand.objects.filter(run__in=runs).values_list("run", "number", "apply_at_frame")
    frames = {(run, number): frame for run, number, frame in logs}
    found = {}
    for each in seats:
        run = runs.get(each.run_id)
        since = frames.get((run.pk, each.command)) if run is not None and each.command is not None else None
        found[each.pk] = Fate(WAITS) if run is None else fate(run, since, lecture.objective)
    return found


def _alive(seats: Sequence[Seat]) -> int:
    return Run.objects.alive().filter(pk__in=[each.run_id for each in seats]).count()


def _person(lecture: Lecture, seat: Seat, found: Fate) -> dict[str, Any]:
    return {
        "name": seat.name,
        "answer": seat.answer,
        "state": found.state,
        "ok_ratio": found.ok_ratio,
        "why": _label(lecture, found.why),
        "trouble": seat.trouble,
    }


def _label(lecture: Lecture, name: str) -> str:
    """What a part is called in the drawing that everybody began with; its id when a learner added it."""
    components = {each["id"]: each.get("label") or each["id"] for each in lecture.document.get("components", [])}
    begin, arrow, end = name.partition("-")
    if name in components:
        return str(components[name])
    return f"{components.get(begin, begin)} → {components.get(end, end)}" if arrow else name


def _round_step(width: float) -> float:
    power = 10.0 ** math.floor(math.log10(width))
    return next(power * each for each in (1.0, 2.0, 5.0, 10.0) if power * each >= width)


def _tidy(value: float) -> float:
    return float(f"{value:.6g}")
