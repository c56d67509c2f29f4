"""Runs of equal inputs, as fast as possible, without a log of their own: one is computed, the others get its result.

What is copied says nothing about whose it was: every row has its own owner, name, times and costs, and no row points
to another. The reasons are in `docs/decisions/0004-equal-runs-are-computed-once.md`.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from apps.runs.fairness import quotas
from apps.runs.models import Run, RunArchive, RunTraces, State

MEASURED = ("layout", "notes", "summary", "result_digest", "horizon", "frames_done", "frames_count")
# A desk hands results out for so long at a time; its other runs wait meanwhile.
HANDING_S = 0.5
# What the engine could not do is not tried again for so long, however many people press Run.
REFUSED_S = 600.0


@dataclass(frozen=True)
class Result:
    """All that a run has measured."""

    columns: dict[str, Any]
    archive: dict[str, Any]
    traces: bytes | None


def being_computed() -> Q:
    """The runs that somebody computes already, on behalf of all who asked for the same."""
    running = Run.objects.filter(state=State.RUNNING, is_shared=True).order_by().values("inputs_hash")
    return Q(is_shared=True, inputs_hash__in=running)


def result_of(inputs_hash: str) -> Result | None:
    """What a run of these inputs gives, if one that may be shared is done."""
    known = Run.objects.filter(inputs_hash=inputs_hash, is_shared=True, state=State.DONE).exclude(result_digest="")
    source = next(iter(known.order_by().values("pk", *MEASURED)[:1]), None)
    if source is None:
        return None
    source_id = source.pop("pk")
    archive = RunArchive.objects.filter(run_id=source_id).values("blocks", "frames", "frames_count").first()
    # Its owner may be deleting it: then it is computed again.
    if archive is None:
        return None
    traces = RunTraces.objects.filter(run_id=source_id).values_list("packed", flat=True).first()
    return Result(source, dict(archive), None if traces is None else bytes(traces))


@transaction.atomic
def give(run: Run, result: Result) -> bool:
    """Ends a waiting run with this result; False if it does not wait for it any more."""
    now = timezone.now()
    waiting = Run.objects.filter(pk=run.pk, state=State.QUEUED, is_shared=True, inputs_hash=run.inputs_hash)
    if not waiting.update(
        state=State.DONE, started=now, finished=now, log_version=F("log_version") + 1, **result.columns
    ):
        return False
    RunArchive.objects.create(run_id=run.pk, **result.archive)
    if result.traces is not None:
        RunTraces.objects.create(run_id=run.pk, packed=result.traces)
    quotas.correct(run.owner_id, run.cost_s, 0.0, now)
    return True


def refuse(inputs_hash: str) -> list[UUID]:
    """Ends those who wait for what the engine could not do, in the same words; they are not a reason to try again.

    What an engine cannot do leaves no summary: it stopped its workers, or did not start. A design that takes workers
    down would do so for each person who presses Run.
    """
    now = timezone.now()
    failed = Run.objects.filter(inputs_hash=inputs_hash, is_shared=True, state=State.FAILED, summary__isnull=True)
    lately = failed.filter(finished__gt=now - timedelta(seconds=REFUSED_S)).order_by("-finished")
    reason = lately.values_list("reason", flat=True).first()
    if reason is None:
        return []
    return [run.pk for run in _waiting_for(inputs_hash) if _refuse(run, reason, now)]


@transaction.atomic
def _refuse(run: Run, reason: str, now: datetime) -> bool:
    waiting = Run.objects.filter(pk=run.pk, state=State.QUEUED, is_shared=True)
    if not waiting.update(state=State.FAILED, reason=reason, finished=now, log_version=F("log_version") + 1):
        return False
    quotas.correct(run.owner_id, run.cost_s, 0.0, now)
    return True


def _waiting_for(inputs_hash: str) -> QuerySet[Run]:
    waiting = Run.objects.filter(inputs_hash=inputs_hash, is_shared=True, state=State.QUEUED).order_by("created")
    return waiting.only("pk", "owner_id", "inputs_hash", "cost_s")


def hand_out(inputs_hash: str) -> list[UUID]:
    """Gives the result of these inputs to those who wait for it, the oldest first; the runs that are done now.

    Whoever is left when the time is over gets it when a worker comes upon that run in the line.
    """
    result = result_of(inputs_hash)
    if result is None:
        return []
    began, given = time.monotonic(), []
    for run in _waiting_for(inputs_hash):
        if give(run, result):
            given.append(run.pk)
        if time.monotonic() - began > HANDING_S:
            break
    return given
