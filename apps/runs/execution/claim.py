"""Taking a run up: one conditional update, resumable runs first, then fair by person and age."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import transaction
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from apps.runs.execution.limits import TRIES_MOST
from apps.runs.execution.row import lease
from apps.runs.live.archive import Frames
from apps.runs.live.bell import ring
from apps.runs.live.connections import connect
from apps.runs.live.stream import CALL_FRAMES, frames_after
from apps.runs.models import AS_FAST_AS_POSSIBLE, Run, RunArchive, State

CANDIDATES = 4


def claim(worker: str, takes_unpaced: bool) -> Run | None:
    """A run that is now ours, or None. Of two that want the same run, one gets it."""
    for run in _candidates(takes_unpaced):
        if run.tries >= TRIES_MOST:
            _give_up(run)
        elif _take(run, worker):
            return Run.objects.get(pk=run.pk)
    return None


def _candidates(takes_unpaced: bool) -> Iterator[Run]:
    orphans = Run.objects.filter(state=State.RUNNING, lease_until__lt=timezone.now()).order_by("lease_until")
    yield from orphans[:CANDIDATES]
    busy = Run.objects.filter(owner=OuterRef("owner"), state=State.RUNNING).order_by().values("owner")
    busy = busy.annotate(count=Count("pk")).values("count")
    waiting = Run.objects.filter(state=State.QUEUED).annotate(busy=Coalesce(Subquery(busy), 0))
    if not takes_unpaced:
        waiting = waiting.exclude(speed=AS_FAST_AS_POSSIBLE)
    yield from waiting.order_by("busy", "created")[:CANDIDATES]


def _take(run: Run, worker: str) -> bool:
    unchanged = Q(pk=run.pk, attempt=run.attempt, state=run.state, lease_until=run.lease_until)
    if run.lease_until is None:
        unchanged = Q(pk=run.pk, attempt=run.attempt, state=run.state)
    changed = Run.objects.filter(unchanged).update(
        state=State.RUNNING,
        attempt=F("attempt") + 1,
        tries=F("tries") + 1,
        worker=worker,
        lease_until=lease(),
        started=Coalesce("started", timezone.now()),
    )
    return bool(changed)


def _give_up(run: Run) -> None:
    """A run that takes its worker down again and again ends; what its viewers saw is kept."""
    near = (run.layout or {}).get("frame_s", 0.0) * run.horizon
    frames = _frames_seen(run)
    with transaction.atomic():
        changed = Run.objects.filter(pk=run.pk, attempt=run.attempt, state=State.RUNNING).update(
            state=State.FAILED,
            reason=f"The engine stopped {run.tries} times near t = {near:g} s.",
            attempt=F("attempt") + 1,
            lease_until=None,
            finished=timezone.now(),
            frames_done=len(frames),
        )
        if changed:
            blocks = frames.all_blocks()
            RunArchive.objects.create(
                run=run, blocks=[len(block) for block in blocks], frames=b"".join(blocks), frames_count=len(frames)
            )
    ring(run.pk)


def _frames_seen(run: Run) -> Frames:
    frames = Frames()
    client = connect()
    while batch := frames_after(client, run.pk, len(frames), CALL_FRAMES):
        for frame in batch:
            frames.append(frame)
    return frames
