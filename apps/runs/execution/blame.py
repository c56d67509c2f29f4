"""Whose fault it was that a worker stopped: a run is given up when it stops its workers at the same event again.

A run is the same bit for bit however often it is computed, so one that takes its worker down does so at the same event
each time. A worker that dies for any other reason (the host, somebody's kill, a pause, a lease that is late) does so
anywhere. So the first stop of a worker that was busy with a run makes it a suspect, and nothing more. A suspect is
computed in steps that begin at the same events for everybody, each announced before it begins, until it is past all
that was ever computed; two stops in a row in the same step are its own. What else a run may do to its workers (while it
is loaded or put aside, or by what is random outside of it) has no event, and is bounded by the number of stops alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from apps.runs.live.stream import ANYWHERE
from apps.runs.models import Run

# A suspect stops at most this often at one event, and this often in all, before it is past them.
STOPS_AT_ONE_PLACE = 3
STOPS_MOST = 10
# A step of a suspect ends at a frame's end, and where the number of events is a multiple of this (a fifth of a
# millisecond).
STEP_EVENTS = 1_000


@dataclass(frozen=True)
class Stop:
    """What a stop changes of a run, and in words why the run is given up; no words if somebody may try again."""

    changes: dict[str, Any]
    sentence: str


def is_suspect(run: Run) -> bool:
    """True when the run was busy as its last worker stopped, and did not get past that since."""
    return run.tries > 1


def after(run: Run, place: int) -> Stop:
    """A worker stopped while it was busy with this run, which stood at `place`: events computed, or `ANYWHERE`."""
    is_same = place != ANYWHERE and place == run.stopped_at
    stops = run.tries
    changes = {"tries": run.tries + 1, "stopped_at": None if place == ANYWHERE else place}
    is_guilty = stops >= STOPS_MOST or (is_same and stops >= STOPS_AT_ONE_PLACE)
    near_s = (run.layout or {}).get("frame_s", 0.0) * run.horizon
    return Stop(changes, f"The engine stopped {stops} times near t = {near_s:g} s." if is_guilty else "")


def step(events: int) -> int:
    """How many events a suspect that has computed `events` is computed further in one step."""
    return STEP_EVENTS - events % STEP_EVENTS


def cleared() -> dict[str, Any]:
    """What changes of a suspect that is past all places where it ever stood."""
    return {"tries": 1, "stopped_at": None}
