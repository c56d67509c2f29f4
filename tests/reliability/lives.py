"""Lives of a run whose workers die: in this process, each desk with its own name, by dice that are told."""

from __future__ import annotations

import contextlib
import functools
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from unittest import mock

import redis
from django.utils import timezone

from apps.runs.execution import limits
from apps.runs.execution.desk import Desk
from apps.runs.live.connections import connect
from apps.runs.live.stream import ANYWHERE, Writer, holds_line
from apps.runs.models import Run, State
from engine.simulate import Simulation
from tests.reliability.tampering import faults

LIVES_MOST = 500
CLOSED_S_MOST = 5.0
# Slices end by the number of their frames alone, whatever time it is.
NEVER_S = 1e6
# What it takes from one named point to the next on a busy machine, and to compute a step.
POINT_S = 0.15
STEP_S = 0.01


class Died(BaseException):
    """This process is gone: nobody catches it."""


def lived(run: Run) -> int:
    """One desk after the other serves until the run has ended; how many of them died."""
    deaths = 0
    while Run.objects.get(pk=run.pk).state in (State.QUEUED, State.RUNNING):
        assert deaths < LIVES_MOST, "the run neither ends nor is it given up"
        past = timezone.now() - timedelta(seconds=0.1)
        Run.objects.filter(pk=run.pk, state=State.RUNNING).update(lease_until=past)
        deaths += _died()
    return deaths


def _died() -> bool:
    """True if a new desk dies before it has nothing left to do."""
    desk = Desk()
    try:
        desk._claim_if_due()
        while desk.sessions:
            desk._serve()
    except Died:
        return True
    finally:
        desk.ear.close()
        gone(desk.writer, desk.name)
    return False


def gone(writer: Writer, worker: str) -> None:
    """What the system does for a process that dies: its line to the broker is closed, and the broker knows."""
    writer.close()
    deadline = time.monotonic() + CLOSED_S_MOST
    while holds_line(_broker(), worker):
        assert time.monotonic() < deadline, f"somebody else speaks for {worker}"
        time.sleep(0.001)


@functools.cache
def _broker() -> redis.Redis:
    return connect()


def died_at(worker: str, run_id: object, place: int = ANYWHERE) -> None:
    """A worker died while it was busy with a run."""
    writer = Writer(connect())
    writer.mark_computing(worker, run_id, place)
    gone(writer, worker)


@dataclass
class Reaper:
    """Kills whoever is at work when his clock says so; it goes on by what things take on a busy machine."""

    dice: random.Random
    every_s: float
    now_s: float = 0.0
    dies_at_s: float = 0.0

    def passed(self, wall_s: float) -> None:
        if self.dies_at_s <= 0.0:
            self.dies_at_s = self.now_s + self.dice.expovariate(1.0 / self.every_s)
        self.now_s += wall_s
        if self.now_s >= self.dies_at_s:
            self.dies_at_s = 0.0
            raise Died


@contextlib.contextmanager
def killed_every(every_s: float, seed: int) -> Iterator[None]:
    """Deaths at random moments of a played clock, in the mean that far apart; it does not matter what is being done."""
    reaper = Reaper(random.Random(seed), every_s)

    with contextlib.ExitStack() as stack:
        patch = functools.partial(_patched, stack)
        faults.install(patch, lambda point, _run: reaper.passed(STEP_S if point == "applying" else POINT_S))
        patch(Simulation, "advance", _then(Simulation.advance, lambda _: reaper.passed(STEP_S)))
        patch(limits, "SLICE_S", NEVER_S)
        patch(limits, "CHECKPOINT_S", 0.0)
        patch(limits, "CHECKPOINT_SHARE", NEVER_S)
        yield


@contextlib.contextmanager
def poisoned(frame: int) -> Iterator[None]:
    """Whoever computes this frame dies."""

    def crash(simulation: Simulation) -> None:
        if simulation.frame_index >= frame:
            raise Died

    with mock.patch.object(Simulation, "advance", _then(Simulation.advance, crash)):
        yield


@contextlib.contextmanager
def killed_further_on(frames: int) -> Iterator[None]:
    """Every worker dies while it computes, so many frames further on than the one before."""
    dies_at = frames

    def crash(simulation: Simulation) -> None:
        nonlocal dies_at
        if simulation.frame_index >= dies_at:
            dies_at += frames
            raise Died

    with mock.patch.object(Simulation, "advance", _then(Simulation.advance, crash)):
        yield


def _then(advance: Callable[..., Any], act: Callable[[Simulation], None]) -> Callable[..., Any]:
    @functools.wraps(advance)
    def wrapped(simulation: Simulation, *words: Any, **named: Any) -> Any:
        frame = advance(simulation, *words, **named)
        act(simulation)
        return frame

    return wrapped


def _patched(stack: contextlib.ExitStack, owner: Any, name: str, value: Any) -> None:
    stack.enter_context(mock.patch.object(owner, name, value))
