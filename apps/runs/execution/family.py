"""The processes of one worker, who notice at once when one of them is gone; others wait for its leases to run out.

The names of its desks have a part that its parent drew before it forked, so nobody judges processes of another host, or
of another container that calls itself the same.
"""

from __future__ import annotations

import logging
import os
import secrets
import socket
import threading
import time
from pathlib import Path

from django.db import Error as DatabaseError
from django.db import connection
from django.utils import timezone

from apps.runs.live.bell import ring
from apps.runs.models import Run, State

LOOK_S = 0.1
logger = logging.getLogger(__name__)

# Drawn when the parent loads the engine; whom it forks has the same.
_FAMILY = secrets.token_hex(6)


def desk_name() -> str:
    """A new name for a desk of this process."""
    return f"{socket.gethostname()[:40]}:{os.getpid()}:{_FAMILY}:{secrets.token_hex(2)}"


def siblings() -> str:
    """The processes of our parent, as Linux tells them; nothing where it does not."""
    parent = os.getppid()
    try:
        return Path(f"/proc/{parent}/task/{parent}/children").read_text()
    except OSError:
        return ""


def watch_over() -> None:
    """From now on this process looks after the runs of those of us who die."""
    threading.Thread(target=_watch_for_ever, name="family", daemon=True).start()


def bury() -> int:
    """Ends the leases of those of us who are gone, so that their runs are taken up at once; how many runs."""
    alive = siblings().split()
    if str(os.getpid()) not in alive:
        return 0
    held = Run.objects.filter(state=State.RUNNING, worker__contains=f":{_FAMILY}:", lease_until__gt=timezone.now())
    orphans = [(pk, name) for pk, name in held.values_list("pk", "worker") if name.split(":")[1] not in alive]
    for run_id, name in orphans:
        Run.objects.filter(pk=run_id, state=State.RUNNING, worker=name).update(lease_until=timezone.now())
        ring(run_id)
    return len(orphans)


def _watch_for_ever() -> None:
    # Whoever takes the place of a process that died looks for its runs first.
    known = ""
    while True:
        now = siblings()
        if now != known:
            known = now
            try:
                bury()
            except DatabaseError:
                logger.exception("their leases run out by themselves")
                connection.close()
        time.sleep(LOOK_S)
