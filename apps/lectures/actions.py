"""Making a lecture, taking a seat, asking, starting everybody's design, and one failure for all."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.db import transaction
from django.utils import timezone

from apps.accounts.models import Person
from apps.common.words import t
from apps.designs.actions import keep_design
from apps.designs.models import Design
from apps.lectures.models import Lecture, Seat
from apps.runs import actions as runs
from apps.runs.models import Run
from engine.design.model import DesignError
from engine.design.read import read_document, read_text
from engine.plan.agenda import label_of, read_action

LECTURES_MOST, SEATS_MOST = 100, 300
PURPOSE = "lecture"
SEED = 7


class NotPossible(Exception):
    """The state of a lecture forbids it; the message says why, for the person."""

    status = 409


@dataclass(frozen=True)
class Reached:
    """How many runs a failure has come to, and how many seats it could not come to."""

    count: int
    missed: int
    took_s: float


@transaction.atomic
def make_lecture(owner: Person, title: str, design: Design) -> Lecture:
    """A new lecture about a design, of which everybody who comes gets a copy."""
    Person.objects.select_for_update().get(pk=owner.pk)
    if Lecture.objects.filter(owner=owner).count() >= LECTURES_MOST:
        raise NotPossible(t("You have %(lectures_most)s lectures, as many as are kept.", lectures_most=LECTURES_MOST))
    made: Lecture = Lecture.objects.create(owner=owner, title=title, document=design.document)
    return made


def take_seat(person: Person, code: str, name: str) -> Seat:
    """A seat for somebody who knows the code; who has one already keeps it."""
    with transaction.atomic():
        lecture = Lecture.objects.select_for_update().filter(code=code).first()
        if lecture is None or not lecture.is_open:
            raise NotPossible(t("There is no lecture with this code now: look at the wall again."))
        known: Seat | None = lecture.seats.filter(owner=person).first()
        if known is not None:
            return known
        if lecture.seats.count() >= SEATS_MOST:
            raise NotPossible(t("All %(seats_most)s seats are taken.", seats_most=SEATS_MOST))
        design = keep_design(person, lecture.document, PURPOSE)
        seat: Seat = Seat.objects.create(lecture=lecture, owner=person, name=name, design=design)
    tell(lecture)
    return seat


def ask(lecture: Lecture, question: str, unit: str) -> None:
    """Asks everybody for a number; what was answered before is forgotten."""
    with transaction.atomic():
        lecture.seats.update(answer=None)
        Lecture.objects.filter(pk=lecture.pk).update(question=question, unit=unit, takes_answers=True)
    tell(lecture)


def answer(seat: Seat, number: float) -> None:
    """Takes a prediction while predictions are taken."""
    if not Lecture.objects.filter(pk=seat.lecture_id, takes_answers=True).exists():
        raise NotPossible(t("Answers are taken no more."))
    Seat.objects.filter(pk=seat.pk).update(answer=number)
    tell(seat.lecture)


def set_open(lecture: Lecture, *, is_open: bool) -> None:
    """Lets people in, or nobody any more."""
    Lecture.objects.filter(pk=lecture.pk).update(is_open=is_open)


def start_all(lecture: Lecture) -> int:
    """Runs everybody's design, in real time; how many began. Predictions are final then."""
    number = lecture.round + 1
    changed = Lecture.objects.filter(pk=lecture.pk, round=lecture.round).update(
        round=number, takes_answers=False, injected=None, injecting_s=None, failure="", target="", sentence=""
    )
    if not changed:
        raise NotPossible(t("Somebody started it already."))
    begun = 0
    for seat in lecture.seats.select_related("design", "owner"):
        run, trouble = _start(lecture, seat, number)
        Seat.objects.filter(pk=seat.pk).update(run=run, trouble=trouble, command=None)
        begun += run is not None
    lecture.refresh_from_db()
    tell(lecture)
    return begun


def inject(lecture: Lecture, failure: str, target: str) -> Reached | list[DesignError]:
    """Brings one failure to every design that is running."""
    began = time.monotonic()
    seats = list(lecture.seats.select_related("run").exclude(run=None))
    alive = [each for each in seats if each.run is not None and not each.run.has_ended]
    if not alive:
        raise NotPossible(t("Nothing is running: start everybody's design first."))
    at = timezone.now()
    key = f"lecture-{lecture.round}-{failure}-{target}"[:64]
    found = {each.run.document: _failure(each.run.document, failure, target, key) for each in alive if each.run}
    pairs = [(each.run, found[each.run.document]) for each in alive if each.run]
    numbers = runs.intervene_in_all([(run, one) for run, one in pairs if not isinstance(one, str)], lecture.owner)
    for seat in alive:
        assert seat.run is not None
        seat.command, one = numbers.get(seat.run.pk), found[seat.run.document]
        seat.trouble = one if isinstance(one, str) else "" if seat.command else t("The run had ended.")
    Seat.objects.bulk_update(alive, ["command", "trouble"])
    reached = len(numbers)
    if not reached:
        return [DesignError("what", alive[0].trouble)]
    sentence = next(one.sentence for one in found.values() if not isinstance(one, str))
    took_s = time.monotonic() - began
    values = {"failure": failure, "target": target, "sentence": sentence, "injected": at, "injecting_s": took_s}
    Lecture.objects.filter(pk=lecture.pk).update(**values)
    lecture.refresh_from_db()
    tell(lecture)
    return Reached(reached, len(seats) - reached, took_s)


def tell(lecture: Lecture) -> None:
    """Lets everybody who is connected look again; without a broker they do so by themselves, every few seconds."""
    layer = get_channel_layer()
    if layer is not None:
        try:
            async_to_sync(layer.group_send)(f"lecture.{lecture.pk}", {"type": "lecture.changed"})
        except OSError:
            return


def _failure(document: str, failure: str, target: str, key: str) -> runs.Wanted | str:
    """What a failure is in a design as it is run, or why there is none; equal designs are read once."""
    design, errors = read_text(document)
    if design is None:
        return errors[0].message
    action, errors = read_action(design, failure, target, {}, False)
    return errors[0].message if action is None else runs.Wanted(action, key, action.sentence(label_of(design, target)))


def _start(lecture: Lecture, seat: Seat, number: int) -> tuple[Run | None, str]:
    """The run of one seat, or why there is none."""
    read, errors = read_document(seat.design.document)
    if read is None:
        return None, errors[0].message
    own = replace(read.workload, duration_s=lecture.duration_s, warm_up_s=0.0)
    ready = replace(read, workload=own, schedule=())
    asked = runs.Asked(SEED, 1, None, f"lecture-{lecture.pk}-{number}")
    try:
        run = runs.start_read(seat.owner, seat.design, ready, asked)
    except runs.RunNotAllowed as refusal:
        return None, str(refusal)
    return (run, "") if isinstance(run, Run) else (None, run[0].message)
