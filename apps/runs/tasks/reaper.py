"""Rings for runs that nobody computes. It runs in every worker and web process; two of them are as good as one."""

from __future__ import annotations

import logging
import threading
import time

from django.db import Error as DatabaseError
from django.db import connection
from django.db.models import Count, Q
from django.utils import timezone

from apps.runs.fairness import shared
from apps.runs.models import Run, State
from apps.runs.tasks import knock
from apps.runs.tasks.invariants import violations

TICK_S = 1.0
CHECK_S = 60.0
RINGS_MOST = 4
logger = logging.getLogger(__name__)


def start() -> None:
    """Starts the reaper of this process."""
    threading.Thread(target=_reap_for_ever, name="reaper", daemon=True).start()


def reap() -> int:
    """Rings for every run that waits for a worker, a few times for each lane; the number of rings."""
    orphaned = Q(state=State.RUNNING, lease_until__lt=timezone.now())
    in_line = Q(state=State.QUEUED) & ~shared.being_computed()
    waiting = Run.objects.filter(orphaned | in_line).order_by().values_list("lane")
    lanes = [lane for lane, count in waiting.annotate(count=Count("pk")) for _ in range(min(count, RINGS_MOST))]
    for lane in lanes:
        knock(lane)
    return len(lanes)


def check() -> int:
    """Logs every run that is not as a run must be; how many."""
    found = violations()
    for sentence in found:
        logger.error("invariant: %s", sentence)
    return len(found)


def _reap_for_ever() -> None:
    check_at = time.monotonic() + CHECK_S
    while True:
        time.sleep(TICK_S)
        try:
            reap()
            if time.monotonic() >= check_at:
                check_at = time.monotonic() + CHECK_S
                check()
        except DatabaseError:
            logger.exception("the reaper could not read the database")
            connection.close()
