"""Beginning a sitting, its clock, asking, estimating, deciding, throwing curveballs and ending."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils import timezone

from apps.accounts.models import Person
from apps.common.words import lazy, t
from apps.interviews.items import Item, Question, Sum, answers_to, inside, is_open, place_of, stage_of
from apps.interviews.models import Entry, Kind, Sitting, Throw, new_code
from apps.progress import actions as progress
from apps.progress.models import Submission
from apps.runs.models import Run
from engine.design.model import DesignError

SITTINGS_MOST = 100
ENTRIES_MOST = 600
THROWS_MOST = 60
NOT_UNDERSTOOD = lazy("I do not know what to answer to that. Ask for one thing at a time, or choose from the topics.")


class NotPossible(Exception):
    """The state of a sitting forbids it; the message says why, for the person."""

    status = 409


@transaction.atomic
def begin(owner: Person, item: Item, *, is_timed: bool) -> Sitting:
    """A new sitting in its first stage; its clock goes at once."""
    Person.objects.select_for_update().get(pk=owner.pk)
    if Sitting.objects.filter(owner=owner).count() >= SITTINGS_MOST:
        raise NotPossible(
            t("You have begun %(sittings_most)s interviews, as many as are kept.", sittings_most=SITTINGS_MOST)
        )
    attempt = progress.begin(owner, item, again=True)
    now = timezone.now()
    sitting: Sitting = Sitting.objects.create(
        owner=owner, attempt=attempt, stage=item.steps[0].id, is_timed=is_timed, since=now
    )
    note(sitting, Kind.STAGE, key=item.steps[0].id, value={"document": attempt.design.document})
    return sitting


def pause(sitting: Sitting) -> None:
    """Stops the clock; nothing else may be done meanwhile."""
    _change(sitting, _settle)


def go_on(sitting: Sitting) -> None:
    """The clock goes again."""

    def act(fresh: Sitting) -> None:
        fresh.since = fresh.since or timezone.now()

    _change(sitting, act)


def without_clock(sitting: Sitting) -> None:
    """From now on nobody counts the minutes."""
    Sitting.objects.filter(pk=sitting.pk).update(is_timed=False)


def next_stage(sitting: Sitting, item: Item) -> None:
    """Goes on to the next stage; there is no way back, as there is none in an interview."""

    def act(fresh: Sitting) -> None:
        place = place_of(item, fresh.stage) + 1
        if place >= len(item.steps):
            raise NotPossible(t("This is the last stage: end the interview when you are done."))
        _settle(fresh)
        fresh.stage, fresh.since = item.steps[place].id, timezone.now()

    _change(sitting, act)
    sitting.attempt.design.refresh_from_db()
    note(sitting, Kind.STAGE, key=sitting.stage, value={"document": sitting.attempt.design.document})


def ask(sitting: Sitting, item: Item, text: str, question_id: str = "") -> Entry:
    """Asks the interviewer, in one's own words or from the menu of topics. Words may be taken for another question than
    was meant, so that the entry says for which."""
    _need_time(sitting)
    questions = inside(item).questions
    met: list[Question]
    if question_id:
        met = [each for each in questions if each.id == question_id]
        text = met[0].text if met else text
    else:
        met = answers_to(text, questions)
    says = " ".join(each.says for each in met) or str(NOT_UNDERSTOOD)
    meant = [each.text for each in met if not question_id and each.text.lower() != text.strip().lower()]
    value = {"met": [each.id for each in met], "says": says, "meant": meant, "is_from_menu": bool(question_id)}
    return note(sitting, Kind.ASKED, text=text, value=value)


def estimate(sitting: Sitting, item: Item, chosen: Sum, number: float) -> Entry:
    """Gives a number in the unit of the question; the last one counts."""
    _need_time(sitting)
    if not is_open(item, sitting, chosen):
        raise NotPossible(t("This number can be given no more: what is right could be seen already."))
    return note(sitting, Kind.SUM, key=chosen.id, value=number * chosen.unit_size)


def write(sitting: Sitting, prompt_id: str, text: str) -> Entry:
    """Answers a question in words; the last answer counts."""
    _need_time(sitting)
    return note(sitting, Kind.PROMPT, key=prompt_id, text=text)


def decide(sitting: Sitting, what: str, why: str) -> Entry:
    """Writes a decision down, beside the version of the drawing that it is about."""
    _need_time(sitting)
    sitting.attempt.design.refresh_from_db()
    return note(sitting, Kind.DECISION, text=what, value={"why": why, "version": sitting.attempt.design.version})


def judge(sitting: Sitting, prompt_id: str, level: str, by: str) -> Entry:
    """A person says which example an answer is most like. It changes no level that was measured."""
    return note(sitting, Kind.JUDGED, key=prompt_id, value={"level": level, "by": by})


def throw(sitting: Sitting, item: Item, curveball_id: str, speed: int, key: str) -> Run | list[DesignError]:
    """Runs a curveball on the design as it is now."""
    _need_time(sitting)
    curveball = inside(item).curveball(curveball_id)
    if curveball is None:
        return [DesignError("curveball", t("There is no such curveball."))]
    if sitting.throws.count() >= THROWS_MOST:
        raise NotPossible(
            t("%(throws_most)s curveballs were thrown, as many as an interview takes.", throws_most=THROWS_MOST)
        )
    stage = stage_of(item, sitting)
    run = progress.start_trial(sitting.attempt, stage, curveball.experiment, speed, key)
    if isinstance(run, Run):
        with transaction.atomic():
            if sitting.guest is not None:
                run.guests.add(sitting.guest)
            _, is_new = Throw.objects.get_or_create(run=run, defaults={"sitting": sitting, "curveball": curveball_id})
            if is_new:
                note(sitting, Kind.THROWN, key=curveball_id, text=curveball.title, value={"run": str(run.pk)})
    return run


def notice(sitting: Sitting, run_id: Any, clock_s: float, text: str) -> Throw:
    """The candidate says that something is wrong, and what: at the moment of the run that they saw, which cannot be
    later than the run is. The first word stands."""
    found = sitting.throws.select_related("run").filter(run_id=run_id).first()
    if found is None:
        raise NotPossible(t("This run belongs to no curveball."))
    frame_s = float((found.run.layout or {}).get("frame_s", 0.0))
    known = found.run.frames_done if found.run.has_ended else found.run.horizon
    if found.run.has_ended and found.noticed_s is None:
        raise NotPossible(t("The run has ended: say it while it goes on."))
    seen_s = min(clock_s, known * frame_s) if frame_s else clock_s
    if Throw.objects.filter(pk=found.pk, noticed_s=None).update(noticed_s=seen_s, noticed=text):
        note(sitting, Kind.NOTICED, key=found.curveball, text=text, value={"run": str(run_id), "at_s": seen_s})
    found.refresh_from_db()
    return found


def finish(sitting: Sitting, key: str) -> Submission | list[DesignError]:
    """Ends the interview: the design is judged as it is, and the clock stands still."""
    submission = progress.press_check(sitting.attempt, key)
    if isinstance(submission, Submission):

        def act(fresh: Sitting) -> None:
            _settle(fresh)
            fresh.ended = fresh.ended or timezone.now()

        _change(sitting, act, is_last=True)
        sitting.attempt.design.refresh_from_db()
        note(sitting, Kind.STAGE, key="", value={"document": sitting.attempt.design.document})
    return submission


def invite(sitting: Sitting) -> str:
    """The code by which an interviewer comes to a sitting that has none."""
    Sitting.objects.filter(pk=sitting.pk, code=None, guest=None).update(code=new_code())
    sitting.refresh_from_db()
    return sitting.code or ""


@transaction.atomic
def join(person: Person, code: str) -> Sitting:
    """Somebody becomes the interviewer of the sitting with this code; the code is good for one person."""
    sitting: Sitting | None = Sitting.objects.select_for_update().filter(code=code).first()
    if sitting is None or sitting.ended is not None or sitting.guest_id not in (None, person.pk):
        raise NotPossible(t("There is no interview with this code now: ask for it again."))
    if sitting.owner_id == person.pk:
        raise NotPossible(t("This is your own interview: give the code to somebody else."))
    sitting.guest = person
    sitting.save(update_fields=["guest"])
    for each in sitting.throws.select_related("run"):
        each.run.guests.add(person)
    return sitting


@transaction.atomic
def swap(sitting: Sitting, item: Item) -> Sitting:
    """The candidate becomes the interviewer and the other way round, in a new sitting of the same interview."""
    fresh = Sitting.objects.select_for_update().get(pk=sitting.pk)
    if fresh.guest is None:
        raise NotPossible(t("There is nobody to swap with."))
    known: Sitting | None = fresh.successor
    if known is not None:
        return known
    following = begin(fresh.guest, item, is_timed=fresh.is_timed)
    Sitting.objects.filter(pk=following.pk).update(guest=fresh.owner)
    if fresh.ended is None:
        _settle(fresh)
    fresh.successor = following
    fresh.save(update_fields=["spent", "since", "successor"])
    return following


def remark(sitting: Sitting, text: str) -> Entry:
    """The interviewer writes something down."""
    return note(sitting, Kind.REMARK, text=text)


def note(sitting: Sitting, kind: Kind, *, key: str = "", text: str = "", value: Any = None) -> Entry:
    """Writes an entry down."""
    if sitting.entries.count() >= ENTRIES_MOST:
        raise NotPossible(
            t("%(entries_most)s things were said, as many as are kept of an interview.", entries_most=ENTRIES_MOST)
        )
    entry: Entry = Entry.objects.create(
        sitting=sitting,
        clock_s=sitting.clock_s(),
        stage=sitting.stage,
        kind=kind,
        key=key,
        text=text,
        value={} if value is None else value,
    )
    return entry


def _need_time(sitting: Sitting) -> None:
    if sitting.ended is not None:
        raise NotPossible(t("This interview is over."))
    if sitting.since is None:
        raise NotPossible(t("The interview is paused: go on first."))


def _settle(sitting: Sitting) -> None:
    """What the present stage has taken so far is put down, and the clock stands."""
    now = timezone.now()
    sitting.spent = {**sitting.spent, sitting.stage: sitting.spent_s(sitting.stage, now)}
    sitting.since = None


def _change(sitting: Sitting, act: Callable[[Sitting], None], *, is_last: bool = False) -> None:
    """Two tabs that press at once wait for each other here."""
    with transaction.atomic():
        fresh = Sitting.objects.select_for_update().get(pk=sitting.pk)
        if fresh.ended is not None and not is_last:
            raise NotPossible(t("This interview is over."))
        act(fresh)
        fresh.save(update_fields=["spent", "since", "stage", "ended"])
    sitting.refresh_from_db()
