"""Grades checks whose runs have ended. Every write is fenced: a check that was cancelled meanwhile stays so."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from apps.progress.judging import Judged, judged
from apps.progress.models import Attempt, GradedRun, Regrade, Stage, Submission
from apps.runs.live.records import record_of
from apps.runs.models import ALIVE, State
from grading.facts import RunRecord

# A grader that died holds a check up for so long.
TAKEN_S = 60.0
logger = logging.getLogger(__name__)


def grade_due() -> int:
    """Grades every check that is ready and that nobody else grades; how many."""
    count = 0
    for submission_id in _ready():
        if _take(submission_id):
            grade_submission(Submission.objects.select_related("attempt").get(pk=submission_id))
            count += 1
    return count


def grade_submission(submission: Submission) -> None:
    """Grades one check from the records of its runs."""
    runs = list(submission.runs.select_related("run"))
    lost = next((each.run for each in runs if each.run.state != State.DONE), None)
    if lost is not None:
        reason = lost.reason or f"One of its runs was {lost.state}."
        return _end(submission, stage=Stage.FAILED, reason=reason)
    try:
        result = judged(submission, records_of(runs))
    except Exception:
        # Whatever is wrong with an item must not hold up the others; the person is told, and nothing counts.
        logger.exception("check %s could not be graded", submission.pk)
        return _end(submission, stage=Stage.FAILED, reason="Grading met a fault of ours; it was noted.")
    if result is None:
        return _end(submission, stage=Stage.FAILED, reason="This cannot be used at the moment.")
    return _end(submission, stage=Stage.GRADED, **_columns(result))


@transaction.atomic
def regrade_submission(submission: Submission, by: Any) -> Regrade | None:
    """Grades a check again from the same records; None when it has no grade or cannot get one.

    The same item gives the same bytes; a mended one gives another grade, and what it was before is kept.
    """
    known = Submission.objects.select_for_update().filter(pk=submission.pk, stage=Stage.GRADED).first()
    result = None if known is None else judged(known, records_of(list(known.runs.select_related("run"))))
    if known is None or result is None:
        return None
    Submission.objects.filter(pk=known.pk).update(**_columns(result))
    _note_pass(known, result)
    return Regrade.objects.create(
        submission=known,
        by=by,
        digest_before=known.digest,
        digest_after=result.digest,
        points_before=known.points,
        points_after=result.earned,
    )


def records_of(runs: list[GradedRun]) -> Mapping[str, RunRecord]:
    """What the runs of a check have left, by the key of their orders."""
    return {each.part: record_of(each.run) for each in runs}


def _ready() -> list[Any]:
    now = timezone.now()
    alive = GradedRun.objects.filter(submission=OuterRef("pk"), run__state__in=ALIVE)
    free = Q(taken_until=None) | Q(taken_until__lt=now)
    waiting = Submission.objects.filter(free, ~Exists(alive), stage=Stage.RUNNING).order_by("created")
    return list(waiting.values_list("pk", flat=True)[:50])


def _take(submission_id: Any) -> bool:
    now = timezone.now()
    free = Q(taken_until=None) | Q(taken_until__lt=now)
    mine = Submission.objects.filter(free, pk=submission_id, stage=Stage.RUNNING)
    return bool(mine.update(taken_until=now + timedelta(seconds=TAKEN_S)))


@transaction.atomic
def _end(submission: Submission, **columns: Any) -> None:
    changed = Submission.objects.filter(pk=submission.pk, stage=Stage.RUNNING).update(
        graded=timezone.now(), taken_until=None, **columns
    )
    if changed and columns.get("has_passed"):
        Attempt.objects.filter(pk=submission.attempt_id, passed=None).update(passed=timezone.now())


def _columns(result: Judged) -> dict[str, Any]:
    return {
        "grade": result.text,
        "digest": result.digest,
        "points": result.earned,
        "points_most": result.points,
        "has_passed": result.passed,
        "item_digest": result.item_digest,
    }


def _note_pass(submission: Submission, result: Judged) -> None:
    """A mended check may let somebody pass; it takes from nobody what they have."""
    if result.passed:
        Attempt.objects.filter(pk=submission.attempt_id, passed=None).update(passed=timezone.now())
