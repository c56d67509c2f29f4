"""Beginning an attempt, answering its steps, running its experiments, pressing Check."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Max
from django.utils import timezone

from apps.accounts.models import Person
from apps.common.words import t
from apps.designs.actions import copy_design, keep_design, replace_document
from apps.designs.models import Design
from apps.progress.items import (
    Item,
    Step,
    digest_of,
    errors_of,
    item_of,
    predictions_before,
    start_document,
    variant_for,
    violations,
)
from apps.progress.models import Answer, Attempt, GradedRun, Stage, Submission, Trial
from apps.runs import actions as runs
from apps.runs.models import Run
from engine.design.model import Design as DesignRead
from engine.design.model import DesignError
from engine.design.read import read_document
from grading.orders import Order, order_of, orders_for

ATTEMPTS_MOST = 50
PURPOSE = "lesson"
FIRST_SEED = 7


class NotPossible(Exception):
    """The state of an attempt forbids it; the message says why, for the person."""

    status = 409


@dataclass(frozen=True)
class Terms:
    """On which terms an attempt is given out."""

    checks_most: int | None = None
    closes: datetime | None = None


@dataclass(frozen=True)
class Kept:
    """The answer is stored."""

    version: int


@dataclass(frozen=True)
class Overtaken:
    """Somebody answered in between, or a run made the answer final; nothing was stored."""

    answer: Answer


def begin(owner: Person, item: Item, *, again: bool = False, terms: Terms | None = None) -> Attempt:
    """The newest attempt of this person at the item; a new one if there is none, or `again`."""
    with transaction.atomic():
        Person.objects.select_for_update().get(pk=owner.pk)
        known = Attempt.objects.filter(owner=owner, item=item.uuid).order_by("-number")
        newest: Attempt | None = known.filter(is_assigned=False).first() if terms is None else None
        if newest is not None and not again:
            return newest
        if known.count() >= ATTEMPTS_MOST:
            raise NotPossible(
                t(
                    "You have begun this %(attempts_most)s times, as often as is kept: go on with the last one.",
                    attempts_most=ATTEMPTS_MOST,
                )
            )
        last = known.aggregate(last=Max("number"))["last"] or 0
        return _new_attempt(owner, item, last + 1, terms)


@transaction.atomic
def preview(owner: Person, item: Item) -> Attempt:
    """An attempt at a draft, from its beginning; the one before is gone with its design."""
    for attempt in Attempt.objects.filter(owner=owner, item=item.uuid).select_related("design"):
        attempt.design.delete()
    return _new_attempt(owner, item, 1, None)


def set_terms(attempts: Sequence[Any], terms: Terms) -> None:
    """Other terms for attempts that were given out, by their ids; the item's own go on as well."""
    for attempt in Attempt.objects.filter(pk__in=attempts):
        item = item_of(attempt.item)
        own = _own_terms(item, terms, attempt.created) if item else terms
        Attempt.objects.filter(pk=attempt.pk).update(checks_most=own.checks_most, closes=own.closes)


def go_to(attempt: Attempt, step: str) -> None:
    """Notes where the person is."""
    item = item_of(attempt.item, attempt.variant)
    names = [each.id for each in item.steps] if item else []
    if step in names:
        reached = max(attempt.reached, names.index(step) + 1)
        Attempt.objects.filter(pk=attempt.pk).update(step=step, reached=reached, seen=timezone.now())


def answer(attempt: Attempt, step: Step, version: int, value: Any) -> Kept | Overtaken | list[DesignError]:
    """Stores an answer if `version` is still the newest (0: there is none) and no run has made it final."""
    errors = errors_of(step, value)
    if errors:
        return errors
    now = timezone.now()
    rows = Answer.objects.filter(attempt=attempt, step=step.id)
    if version == 0:
        try:
            with transaction.atomic():
                Answer.objects.create(attempt=attempt, step=step.id, value=value, saved=now)
        except IntegrityError:
            return Overtaken(rows.get())
        return Kept(1)
    if rows.filter(version=version, is_final=False).update(version=F("version") + 1, value=value, saved=now):
        return Kept(version + 1)
    known = rows.first()
    return (
        Overtaken(known)
        if known is not None
        else [DesignError("", t("Nothing was answered here yet: send version 0."))]
    )


def start_trial(attempt: Attempt, step: Step, experiment: str, speed: int, key: str) -> Run | list[DesignError]:
    """Runs the attempt's design through an experiment. What was to be predicted before is then final."""
    item, read, start = _ready(attempt)
    chosen = item.experiment(experiment)
    if chosen is None or chosen.is_hidden:
        return [DesignError("experiment", t("This step has no such experiment."))]
    before = predictions_before(item, step.id)
    answered = set(Answer.objects.filter(attempt=attempt, step__in=before).values_list("step", flat=True))
    if set(before) - answered:
        return [DesignError("", t("Say first what you expect: a prediction that comes after the run is none."))]
    order, errors = order_of(read, start, chosen, FIRST_SEED)
    ready, errors = read_document(dict(order.document)) if order else (None, errors)
    if ready is None:
        return errors
    asked = runs.Asked(FIRST_SEED, speed, None, key)
    with transaction.atomic():
        run = runs.start_read(attempt.owner, attempt.design, ready, asked)
        if isinstance(run, Run):
            Answer.objects.filter(attempt=attempt, step__in=before).update(is_final=True)
            Trial.objects.get_or_create(run=run, defaults=_trial(attempt, step, experiment))
            Attempt.objects.filter(pk=attempt.pk).update(seen=timezone.now())
    return run


def press_check(attempt: Attempt, key: str) -> Submission | list[DesignError]:
    """Freezes design and answers and orders the runs of a check. The same key twice gives the same check."""
    known: Submission | None = Submission.objects.filter(attempt=attempt, key=key).first()
    if known is not None:
        return known
    item, read, start = _ready(attempt)
    errors = violations(item, read)
    orders, wrong = ([], errors) if errors else orders_for(read, start, item.experiments, item.checks)
    if errors or wrong:
        return errors or wrong
    sealed = {each.name for each in item.experiments if each.is_hidden}
    wanted = [_graded(attempt, each, key, is_sealed=each.experiment in sealed) for each in orders]
    with transaction.atomic():
        # Whoever presses in two tabs waits here for the other.
        attempt = Attempt.objects.select_for_update().select_related("owner", "design").get(pk=attempt.pk)
        _refuse_by_terms(attempt)
        submission = Submission.objects.create(
            attempt=attempt,
            number=(attempt.submissions.aggregate(last=Max("number"))["last"] or 0) + 1,
            key=key,
            document=attempt.design.document,
            answers=dict(attempt.answers.values_list("step", "value")),
            item_digest=digest_of(item),
        )
        ordered = runs.start_graded(attempt.owner, None, wanted) if wanted else []
        GradedRun.objects.bulk_create(
            GradedRun(submission=submission, part=order.key, run=run)
            for order, run in zip(orders, ordered, strict=True)
        )
    return submission


def cancel_check(submission: Submission) -> None:
    """Ends a check that is under way; its runs are told to stop, and it does not count."""
    now = timezone.now()
    if not Submission.objects.filter(pk=submission.pk, stage=Stage.RUNNING).update(stage=Stage.CANCELLED, graded=now):
        return
    for each in submission.runs.select_related("run"):
        if not each.run.has_ended:
            _stop(each.run)


def open_in_sandbox(attempt: Attempt) -> Design:
    """A copy of the design as it is now, to play with."""
    document = {**attempt.design.document, "name": t("%(name)s (my own)", name=attempt.design.name)[:120]}
    design = copy_design(attempt.owner, document)
    if design is None:
        raise NotPossible(t("You have as many designs as one may have: delete one first."))
    return design


def take_back(attempt: Attempt, submission: Submission) -> None:
    """The design becomes what it was when a check was pressed; what it is now stays among its revisions."""
    replace_document(attempt.design, submission.document)


def _new_attempt(owner: Person, item: Item, number: int, terms: Terms | None) -> Attempt:
    before = Attempt.objects.filter(owner=owner, item=item.uuid).order_by("number").first()
    variant = before.variant if before is not None else variant_for(item, owner.pk)
    drawn = item_of(item.uuid, variant) or item
    given = _own_terms(drawn, terms or Terms(), timezone.now())
    return Attempt.objects.create(
        owner=owner,
        item=item.uuid,
        item_digest=digest_of(item),
        number=number,
        variant=variant if drawn.varied else 0,
        design=keep_design(owner, start_document(drawn), PURPOSE),
        is_assigned=terms is not None,
        checks_most=given.checks_most,
        closes=given.closes,
    )


def _own_terms(item: Item, terms: Terms, begun: datetime) -> Terms:
    """What an item says of checks and time, unless an assignment says another number; the earlier end counts."""
    limit_s = item.more.get("time_limit_s")
    ends = [
        each for each in (terms.closes, begun + timedelta(seconds=limit_s) if limit_s else None) if each is not None
    ]
    return Terms(terms.checks_most or item.more.get("checks_most"), min(ends, default=None))


def _ready(attempt: Attempt) -> tuple[Item, DesignRead, DesignRead]:
    item = item_of(attempt.item, attempt.variant)
    if item is None:
        raise NotPossible(t("This cannot be used at the moment; your work is kept."))
    attempt.design.refresh_from_db()
    read, errors = read_document(attempt.design.document)
    if read is None:
        raise NotPossible(errors[0].message)
    return item, read, item.start


def _refuse_by_terms(attempt: Attempt) -> None:
    if attempt.submissions.filter(stage=Stage.RUNNING).exists():
        raise NotPossible(t("A check is under way: wait for it, or cancel it."))
    if attempt.closes is not None and timezone.now() > attempt.closes:
        raise NotPossible(t("The time for this has passed; nothing is taken any more."))
    used = attempt.submissions.filter(stage=Stage.GRADED).count()
    if attempt.checks_most is not None and used >= attempt.checks_most:
        raise NotPossible(t("You have checked %(used)s times, as often as this assignment allows.", used=used))


def _graded(attempt: Attempt, order: Order, key: str, *, is_sealed: bool) -> runs.Graded:
    read, errors = read_document(dict(order.document))
    assert read is not None, errors
    name = hashlib.sha256(f"{attempt.pk} {key} {order.key}".encode()).hexdigest()
    return runs.Graded(read, order.seed, name[:40], is_sealed)


def _trial(attempt: Attempt, step: Step, experiment: str) -> dict[str, Any]:
    return {"attempt": attempt, "step": step.id, "experiment": experiment}


def _stop(run: Run) -> None:
    try:
        runs.control_run(run, "cancel", None)
    except runs.RunNotAllowed:
        return
