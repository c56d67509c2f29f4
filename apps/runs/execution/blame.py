"""Whose fault it was that a worker stopped: a run is given up when it stops its workers at the same place again.

A run is the same bit for bit however often it is computed, so one that takes its worker down does so at the same event
each time. A worker that dies for any other reason (the host, somebody's kill) does so anywhere. So each call of the
engine is announced before it begins, by its place: the frame, and in it the step of at most `STEP_EVENTS` events, which
is the same for everybody. Stops in a row at one place are the run's own.

Only a worker that is gone has stopped. One that was paused, or late because the machine is busy, still holds its line
to the broker; where it stood proves nothing. Such stops, and those while a run is loaded, put aside or summed up, are
bounded by their number alone, and a run gets more time for each (`row.lease`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from apps.runs.live.stream import ANYWHERE
from apps.runs.models import Run

# A run stops its workers this often at one place, and this often in all, before it is past them.
STOPS_AT_ONE_PLACE = 3
STOPS_MOST = 10
# A call of the engine ends at a frame's end, and where the number of events is a multiple of this (some milliseconds).
STEP_EVENTS = 10_000
STEPS_BITS = 24


@dataclass(frozen=True)
class Stop:
    """What a stop changes of a run, and in words why the run is given up; no words if somebody may try again."""

    changes: dict[str, Any]
    sentence: str


def place(frame: int, events: int) -> int:
    """The place of a call of the engine that begins after so many frames and events."""
    return (frame << STEPS_BITS) + events // STEP_EVENTS


def events_left(events: int) -> int:
    """How many events there are to the end of the step."""
    return STEP_EVENTS - events % STEP_EVENTS


def is_suspect(run: Run) -> bool:
    """True when the run was busy as its last worker stopped, and did not get past that since."""
    return run.tries > 1


def after(run: Run, where: int) -> Stop:
    """A worker stopped while it was busy with this run, at a place or `ANYWHERE`."""
    stops = run.tries
    there = 0 if where == ANYWHERE else 1 + run.stops_there * (where == run.stopped_at)
    changes = {"tries": stops + 1, "stopped_at": None if where == ANYWHERE else where, "stops_there": there}
    is_guilty = stops >= STOPS_MOST or there >= STOPS_AT_ONE_PLACE
    near_s = (run.layout or {}).get("frame_s", 0.0) * run.horizon
    return Stop(changes, f"The engine stopped {stops} times near t = {near_s:g} s." if is_guilty else "")


def cleared() -> dict[str, Any]:
    """What changes of a suspect that is past all places where it ever stood."""
    return {"tries": 1, "stopped_at": None, "stops_there": 0}
