"""Taking a run up: one conditional update, resumable runs first, then by lane, least served group and person, age."""

from __future__ import annotations

import contextlib
import functools
import math
import time
from typing import Any

import redis
from django.db import IntegrityError, transaction
from django.db.models import F, Min, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from apps.runs.execution import blame, engines
from apps.runs.execution.row import lease
from apps.runs.fairness import shared
from apps.runs.fairness.lanes import lanes
from apps.runs.fairness.places import SHORT_S, Places
from apps.runs.fairness.served import charge
from apps.runs.live.archive import Frames
from apps.runs.live.bell import ring
from apps.runs.live.connections import connect
from apps.runs.live.stream import CALL_FRAMES, frames_after, place_of
from apps.runs.models import AS_FAST_AS_POSSIBLE, Run, RunArchive, Served, State

CANDIDATES = 4

# The queues that this process answers at; None for all.
_answers_at: set[str] | None = None


def answer_at(queues: set[str] | None) -> None:
    """From now on only runs of the lanes of these queues are taken up; an orphan is anybody's."""
    global _answers_at  # noqa: PLW0603
    _answers_at = queues


def claim(worker: str, places: Places) -> Run | None:
    """A run that is now ours, or None. Of two that want the same run, one gets it."""
    return _claim_orphan(worker) or _claim_waiting(worker, places)


def _claim_orphan(worker: str) -> Run | None:
    """A run whose worker is gone. Only the run that the worker was busy with may have to answer for it."""
    now = timezone.now()
    orphans = Run.objects.filter(state=State.RUNNING, lease_until__lt=now).order_by("lease_until")
    for run in orphans.filter(engines.ours() | engines.left(now, "lease_until"))[:CANDIDATES]:
        place = place_of(_broker(), run.worker, run.pk)
        stop = blame.after(run, place) if place is not None else blame.Stop({}, "")
        unchanged = Q(pk=run.pk, attempt=run.attempt, state=State.RUNNING, lease_until=run.lease_until)
        if not engines.is_ours(run):
            give_up(run, engines.farewell(run))
        elif stop.sentence:
            give_up(run, stop.sentence, stop.changes)
        elif _take(unchanged, worker, {"tries": run.tries} | stop.changes | engines.adopted(run)):
            return Run.objects.get(pk=run.pk)
    return None


def _claim_waiting(worker: str, places: Places) -> Run | None:
    for run in _first_in_line(places):
        if not engines.is_ours(run):
            give_up(run, engines.farewell(run))
            continue
        # Of equal runs that are taken at the same moment the constraint lets one go on.
        with contextlib.suppress(IntegrityError), transaction.atomic():
            unchanged = Q(pk=run.pk, state=State.QUEUED, is_shared=run.is_shared)
            if _take(unchanged, worker, {"tries": 1} | engines.adopted(run)):
                charge(run, run.cost_s, timezone.now())
                return Run.objects.get(pk=run.pk)
    return None


def _first_in_line(places: Places) -> list[Run]:
    """Who is next; whoever waits for a result that is there gets it and leaves the line."""
    until = time.monotonic() + shared.HANDING_S
    while True:
        first = first_of(waiting_for(places))
        known = {run.inputs_hash for run in first if run.is_shared}
        given = [hand_out(inputs_hash) for inputs_hash in sorted(known)]
        if not any(given):
            return first
        if time.monotonic() > until:
            return []


def hand_out(inputs_hash: str) -> int:
    """Gives a result to those who wait for it, or tells them that there is none; how many have left the line."""
    given = shared.hand_out(inputs_hash) or shared.refuse(inputs_hash)
    for run_id in given:
        ring(run_id)
    return len(given)


def waiting_for(places: Places) -> QuerySet[Run]:
    """Queued runs that there is a place for, in no order."""
    unpaced = Q(speed=AS_FAST_AS_POSSIBLE)
    fits = Q(pk__in=[])
    if places.paced:
        fits |= ~unpaced
    if places.unpaced:
        short = Q(cost_s__lte=SHORT_S, lane__in=[lane.name for lane in lanes().values() if lane.is_live])
        fits |= unpaced & short if places.only_short else unpaced
    waiting: QuerySet[Any] = Run.objects.filter(fits, state=State.QUEUED).defer("document").order_by()
    waiting = waiting.filter(engines.ours() | engines.left(timezone.now(), "created"))
    waiting = waiting.exclude(shared.being_computed())
    if _answers_at is not None:
        waiting = waiting.filter(lane__in=[lane.name for lane in lanes().values() if lane.queue in _answers_at])
    return waiting


def first_of(waiting: QuerySet[Run], most: int = CANDIDATES) -> list[Run]:
    """The runs that should be served first: by lane, level of the group, level of the person, age.

    Whoever waits is counted by accounts, of which there are fewer than runs, and no database is trusted to join and
    sort the whole line: with a stale idea of its length one does so a run at a time.
    """
    columns = ("lane_rank", "group_served", "person_served")
    accounts = list(waiting.values_list(*columns).annotate(oldest=Min("created")))
    keys = {key for _, *both, _ in accounts for key in both}
    levels: dict[int | None, float] = dict(Served.objects.filter(pk__in=keys).values_list("pk", "level"))
    levels[None] = -math.inf
    accounts.sort(key=lambda each: (each[0], levels.get(each[1], -math.inf), levels.get(each[2], -math.inf), each[3]))
    found: list[Run] = []
    for each in accounts[:most]:
        whose = dict(zip(columns, each[:3], strict=True))
        found += waiting.filter(**whose).order_by("created")[: most - len(found)]
        if len(found) == most:
            break
    return found


def _take(unchanged: Q, worker: str, changes: dict[str, Any]) -> bool:
    changed = Run.objects.filter(unchanged).update(
        state=State.RUNNING,
        attempt=F("attempt") + 1,
        worker=worker,
        lease_until=lease(changes["tries"]),
        started=Coalesce("started", timezone.now()),
        **changes,
    )
    return bool(changed)


def give_up(run: Run, reason: str, changes: dict[str, Any] | None = None) -> None:
    """A run that nobody can go on with ends; what its viewers saw is kept, and so are its checkpoints."""
    frames = _frames_seen(run)
    with transaction.atomic():
        changed = Run.objects.filter(pk=run.pk, attempt=run.attempt, state=run.state).update(
            state=State.FAILED,
            reason=reason,
            attempt=F("attempt") + 1,
            lease_until=None,
            finished=timezone.now(),
            frames_done=len(frames),
            **(changes or {}),
        )
        if changed:
            blocks = frames.all_blocks()
            RunArchive.objects.create(
                run=run, blocks=[len(block) for block in blocks], frames=b"".join(blocks), frames_count=len(frames)
            )
    ring(run.pk)
    hand_out(run.inputs_hash)


def _frames_seen(run: Run) -> Frames:
    frames = Frames()
    while batch := frames_after(_broker(), run.pk, len(frames), CALL_FRAMES):
        for frame in batch:
            frames.append(frame)
    return frames


@functools.cache
def _broker() -> redis.Redis:
    return connect()
