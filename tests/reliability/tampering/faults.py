"""Named points in the life of a run, between the steps that matter, at which a worker can be made to die or to pause.

Backlot itself knows nothing of them: a tampered process puts a call of `passing(point, run)` around the functions
below. A fault is set for one run by a file RUN in the folder of faults, with the words `point nth action`, where the
action is `die` or the seconds of a pause; it happens once, at the nth passing of the point by this run.
"""

from __future__ import annotations

import functools
import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from apps.runs.execution import checkpoints, desk, row
from apps.runs.execution.session import Session
from apps.runs.fairness import served
from apps.runs.live import stream
from apps.runs.models import Run, RunArchive
from engine.simulate import Simulation
from tests.reliability.tampering.mutants import Patch

Passing = Callable[[str, str], None]


@dataclass(frozen=True)
class Point:
    """A moment before or after a call of `owner.name`."""

    words: str
    owner: Any
    name: str
    after: bool = False
    # Only calls that answered something: a claim that found a run, a stamping that stamped.
    only_if_answered: bool = False


POINTS: dict[str, Point] = {
    "claimed": Point("a run is taken up and not yet loaded", desk, "claim", after=True, only_if_answered=True),
    "beginning": Point("the run is loaded and its layout not written", row, "begin"),
    "begun": Point("the layout is written, nothing computed", row, "begin", after=True),
    "resuming": Point("a checkpoint is loaded and not noted", checkpoints, "resumed"),
    "before_edge": Point("before the transaction of a slice", row, "at_slice_edge"),
    "stamped_not_committed": Point(
        "stamps are written and not committed", row, "_stamp", after=True, only_if_answered=True
    ),
    "after_edge": Point("horizon and stamps are durable, nothing computed", row, "at_slice_edge", after=True),
    "applying": Point("before an intervention acts", Session, "_apply_commands"),
    "computed": Point("frames are computed and not written", Session, "_compute", after=True),
    "before_frame": Point("before a frame is written to the stream", Session, "_append"),
    "after_frame": Point("a frame is written and not noted as such", stream.Writer, "append", after=True),
    "published": Point("frames are seen, the slice is not over", Session, "_publish", after=True),
    "before_checkpoint": Point("before a run is put aside", checkpoints.Keeper, "_write"),
    "checkpoint_not_committed": Point("a checkpoint is written and not committed", checkpoints, "_thin_out"),
    "after_checkpoint": Point("a checkpoint is durable", checkpoints.Keeper, "_write", after=True),
    "repeating": Point("the run is over and explained by repeating it", Session, "_is_repeated"),
    "before_end": Point("all is computed, the end not written", row, "finish"),
    "done_not_archived": Point("the end is written, the archive not", RunArchive.objects, "create"),
    "archived_not_committed": Point("the archive is written and not committed", served, "settle"),
    "after_end": Point("the end is durable, nobody was told", row, "finish", after=True),
    "letting_go": Point("before the stream is let go", stream.Writer, "let_go"),
    "handing_out": Point("before those who wait for the same result get it", desk.Desk, "_hand_out"),
}


def install(patch: Patch, passing: Passing) -> None:
    """Calls `passing` at every point from now on."""
    for name, point in POINTS.items():
        patch(point.owner, point.name, _wrapped(getattr(point.owner, point.name), name, point, passing))


def _wrapped(inner: Callable[..., Any], name: str, point: Point, passing: Passing) -> Callable[..., Any]:
    @functools.wraps(inner)
    def wrapped(*words: Any, **named: Any) -> Any:
        if not point.after:
            passing(name, run_of([*words, *named.values()]))
        answer = inner(*words, **named)
        if point.after and (answer or not point.only_if_answered):
            passing(name, run_of([answer, *words, *named.values()]))
        return answer

    return wrapped


def run_of(values: list[Any]) -> str:
    """The id of the run that a call is about."""
    for value in values:
        if isinstance(value, Run | UUID):
            return str(getattr(value, "pk", value))
        if isinstance(getattr(value, "run", None), Run):
            return str(value.run.pk)
        if getattr(value, "run_id", None):
            return str(value.run_id)
    raise AssertionError(f"no run in {values}")


class Armed:
    """The faults of a folder, for all processes of a worker; each happens once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.passed: dict[str, int] = {}

    def passing(self, point: str, run: str) -> None:
        """Dies or pauses here if that was asked for."""
        file = self.folder / run
        try:
            wanted, nth, action = file.read_text().split()
        except FileNotFoundError:
            return
        if wanted != point:
            return
        self.passed[run] = self.passed.get(run, 0) + 1
        if self.passed[run] < int(nth):
            return
        file.rename(self.folder / f"{run}.met")
        if action == "die":
            os.kill(os.getpid(), signal.SIGKILL)
        time.sleep(float(action))


def poison(patch: Patch, seed: int) -> None:
    """From now on a run with this seed takes the process down that computes its second frame, as a crash in C would."""
    advance = Simulation.advance

    @functools.wraps(advance)
    def crash(self: Simulation, max_events: int) -> Any:
        frame = advance(self, max_events)
        if self.seed == seed and self.frame_index >= 2:
            os.kill(os.getpid(), signal.SIGSEGV)
        return frame

    patch(Simulation, "advance", crash)


def arm(folder: Path, run: str, point: str, nth: int = 1, action: str = "die") -> None:
    """Sets a fault for a run."""
    assert point in POINTS, point
    (folder / f"{run}.new").write_text(f"{point} {nth} {action}")
    (folder / f"{run}.new").rename(folder / run)


def was_met(folder: Path, run: str) -> bool:
    """True if the fault of a run has happened."""
    return (folder / f"{run}.met").exists()
