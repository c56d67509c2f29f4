"""What is known of where runs stand: a short line is played through when somebody asks, a long one aside.

Nobody who presses Run waits while ten thousand others are put in order: whoever is new in a long line is told their
place a moment later, with the next thing that their page hears.
"""

from __future__ import annotations

import logging
import math
import threading
import time
from typing import NamedTuple

from django.db import Error as DatabaseError
from django.db import connection
from django.utils import timezone

from apps.runs.fairness.line import Stand, stands_at
from apps.runs.models import Run, State

KEPT_S = 1.0
# Of the time of a process, playing the line through takes at most this share.
SHARE_MOST = 0.05
# From so many on it takes longer than a person who presses Run should notice.
LONG = 1_000
logger = logging.getLogger(__name__)


class _Known(NamedTuple):
    stands: dict[str, Stand]
    at_s: float
    took_s: float


_NOTHING = _Known({}, -math.inf, 0.0)
_known = _NOTHING
_aside = threading.Lock()


def stand_of(run: Run) -> Stand | None:
    """Where a run stands, as known a moment ago; None for one that does not wait, or of which nothing is known yet."""
    if run.state != State.QUEUED:
        return None
    if _is_old(str(run.pk)):
        _look()
    return _known.stands.get(str(run.pk))


def forget() -> None:
    """Looks again at the next question, for tests."""
    global _known  # noqa: PLW0603
    _known = _NOTHING


def _is_old(run_id: str) -> bool:
    """Whether what is known should be looked at again: sooner when somebody is new in line."""
    kept_s = KEPT_S if run_id in _known.stands else 0.0
    return time.monotonic() - _known.at_s > max(kept_s, _known.took_s / SHARE_MOST)


def _look() -> None:
    if Run.objects.filter(state=State.QUEUED).count() < LONG:
        _play()
    elif _aside.acquire(blocking=False):
        threading.Thread(target=_play_aside, name="line", daemon=True).start()


def _play() -> None:
    global _known  # noqa: PLW0603
    began = time.monotonic()
    stands = stands_at(timezone.now())
    _known = _Known(stands, began, time.monotonic() - began)


def _play_aside() -> None:
    try:
        _play()
    except DatabaseError:
        logger.exception("the line could not be read")
    finally:
        connection.close()
        _aside.release()
