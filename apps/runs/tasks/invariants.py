"""What must hold of all runs at every moment; each violation is a sentence with the run's id."""

from __future__ import annotations

from datetime import datetime, timedelta

import redis
from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone

from apps.common.limits import broker
from apps.runs.live.stream import fence_key
from apps.runs.models import ENDED, Recheck, Run, State

# An orphan is taken up long before; a lease this old means that no worker looks.
ORPHANED_S = 5.0
# In production the runs that ended in this time are looked at, which is oftener than once each.
LATELY = timedelta(minutes=5)
NAMED_MOST = 20


def violations(since: datetime | None = None) -> list[str]:
    """All rules that are broken now, at most 20 runs for each; of ended runs those that ended after `since`."""
    now = timezone.now()
    ended = Run.objects.filter(state__in=ENDED, finished__gte=since or now - LATELY)
    running = Run.objects.filter(state=State.RUNNING)
    is_over = Q(lease_until__lt=now - timedelta(seconds=ORPHANED_S))
    has_no_result = Q(archive=None) | Q(result_digest="") | Q(summary__isnull=True)
    doubled = running.filter(is_shared=True).order_by().values("inputs_hash").annotate(count=Count("pk"))
    return [
        *_told(running.filter(lease_until=None), "is computed without a lease"),
        *_told(running.filter(is_over), f"lost its worker more than {ORPHANED_S:g} s ago"),
        *_told(ended.filter(state=State.DONE).filter(has_no_result), "is done without a result"),
        *_told(
            ended.exclude(archive=None).exclude(archive__frames_count=F("frames_done")), "has an incomplete archive"
        ),
        *_told(ended.exclude(lease_until=None), "has ended and is leased"),
        *_told(Run.objects.filter(recheck=Recheck.DIFFERS), "gave another result when it was computed again"),
        *_told(Run.objects.filter(state=State.QUEUED).exclude(archive=None), "waits and has a result"),
        *[f"inputs {each['inputs_hash']} are computed twice" for each in doubled.filter(count__gt=1)[:NAMED_MOST]],
        *_fenced_beyond(running),
    ]


def _told(runs: QuerySet[Run], words: str) -> list[str]:
    return [f"run {run_id} {words}" for run_id in runs.order_by().values_list("pk", flat=True)[:NAMED_MOST]]


def _fenced_beyond(running: QuerySet[Run]) -> list[str]:
    """Runs whose stream has seen a later attempt than their row. The stream is read first: a row never falls back."""
    known = list(running.order_by().values_list("pk", flat=True))
    try:
        fences = broker().mget([fence_key(run_id) for run_id in known]) if known else []
    except redis.RedisError:
        return []
    attempts = dict(Run.objects.filter(pk__in=known).values_list("pk", "attempt"))
    beyond = [
        run_id for run_id, fence in zip(known, fences, strict=True) if int(fence or 0) > attempts.get(run_id, 2**62)
    ]
    return [f"run {run_id} was written to by an attempt that it never had" for run_id in beyond[:NAMED_MOST]]
