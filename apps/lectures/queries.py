"""Reads of lectures: what the wall shows and what a seat shows, as data that the socket sends again and again."""

from __future__ import annotations

import math
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from apps.accounts.models import Person
from apps.designs.queries import EMPTY, designs_of, failure_choices, template_labels
from apps.lectures.models import Lecture, Seat
from apps.lectures.outcomes import FELL, STANDS, WAITS, Fate, fate
from apps.runs.models import Run, RunCommand
from engine.design.read import read_document

BINS = 12
KEPT_S = 0.9
LECTURES_KEPT = 50


def lectures_of(person: Person | None) -> dict[str, Any]:
    """The lectures of a person, and what a new one could be about."""
    shipped = [(name, label) for name, label in template_labels() if name != EMPTY]
    return {"lectures": Lecture.objects.owned_by(person)[:100], "designs": designs_of(person), "templates": shipped}


def wall(lecture: Lecture) -> dict[str, Any]:
    """Everything that the teacher's screen shows."""
    return everything(lecture)[0]


def place(seat: Seat) -> dict[str, Any]:
    """What one seat shows: nothing of the others but how many stand."""
    return everything(seat.lecture)[1][seat.owner_id]


def everything(lecture: Lecture) -> tuple[dict[str, Any], dict[Any, dict[str, Any]]]:
    """The wall, and what each seat shows by whose it is: looked up together, so that many who look cost as one."""
    seats = list(lecture.seats.all())
    fates = _fates(lecture, seats)
    counts = Counter(each.state for each in fates.values())
    return _wall(lecture, seats, fates, counts), {
        each.owner_id: _place(each, fates[each.pk], lecture, counts) for each in seats
    }


def _wall(lecture: Lecture, seats: Sequence[Seat], fates: dict[Any, Fate], counts: Counter[str]) -> dict[str, Any]:
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


def _place(seat: Seat, mine: Fate, lecture: Lecture, counts: Counter[str]) -> dict[str, Any]:
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
        "stands": counts[STANDS],
        "fell": counts[FELL],
    }


@dataclass(frozen=True)
class Snapshot:
    """A lecture at a moment: whose it is, its wall, and what each seat shows by whose it is."""

    begun_s: float
    done_s: float
    owner: Any
    wall: dict[str, Any]
    places: dict[Any, dict[str, Any]]


_kept: dict[str, Snapshot] = {}


def snapshot(lecture_id: str, changed_s: float) -> Snapshot | None:
    """A lecture as it is now, or was a moment ago if it was looked up after the last change that the asker has heard of
    (`changed_s`, of the monotonic clock); None when there is none."""
    kept, now_s = _kept.get(lecture_id), time.monotonic()
    if kept is not None and kept.begun_s >= changed_s and now_s - kept.done_s < KEPT_S:
        return kept
    lecture = Lecture.objects.filter(pk=lecture_id).first()
    if lecture is None:
        return None
    wall, places = everything(lecture)
    if len(_kept) >= LECTURES_KEPT:
        _kept.clear()
    _kept[lecture_id] = found = Snapshot(now_s, time.monotonic(), lecture.owner_id, wall, places)
    return found


def seen_by(found: Snapshot, person_id: Any) -> dict[str, Any] | None:
    """What a person sees of it; None for who neither teaches nor sits there."""
    if person_id == found.owner:
        return {"type": "wall"} | found.wall
    mine = found.places.get(person_id)
    return None if mine is None else {"type": "seat"} | mine


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
    return [] if design is None else failure_choices(design)


def _fates(lecture: Lecture, seats: Sequence[Seat]) -> dict[Any, Fate]:
    """How every seat fares; runs and the places of the failure in their logs are read for all at once."""
    if lecture.injected is None:
        return {each.pk: Fate(WAITS) for each in seats}
    runs = {each.pk: each for each in Run.objects.filter(pk__in=[one.run_id for one in seats]).defer("document")}
    logs = RunCommand.objects.filter(run__in=runs).values_list("run", "number", "apply_at_frame")
    frames = {(run, number): frame for run, number, frame in logs}
    arrows = {
        str(each.get("id") or f"{each['from']}-{each['to']}"): (str(each["from"]), str(each["to"]))
        for each in lecture.document.get("connections", [])
    }
    found = {}
    for each in seats:
        run = runs.get(each.run_id)
        since = frames.get((run.pk, each.command)) if run is not None and each.command is not None else None
        found[each.pk] = Fate(WAITS) if run is None else fate(run, since, lecture.objective, arrows)
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
