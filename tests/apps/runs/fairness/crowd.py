"""A crowd before two workers, on a clock of its own: real queueing, real claims, runs that take what they take."""

from __future__ import annotations

import heapq
import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from apps.accounts.models import Person
from apps.runs.execution.claim import claim
from apps.runs.fairness import served, standing
from apps.runs.fairness.places import Places
from apps.runs.models import Run, State

ROOM = Places(paced=True, unpaced=True)
BEGIN = datetime(2026, 3, 2, 9, 0, tzinfo=timezone.get_current_timezone())


@dataclass
class Press:
    """Somebody presses Run at `at_s` for a run that takes `takes_s` of a core, and is expected to take `expected_s`."""

    at_s: float
    person: Person
    takes_s: float
    expected_s: float
    claimed_s: float = 0.0
    ended_s: float = 0.0
    shown_s: float | None = None

    @property
    def wait_s(self) -> float:
        return self.claimed_s - self.at_s


@dataclass
class Crowd:
    """Plays presses out; `clock` is what everybody takes for the time."""

    clock: Any
    workers: int
    dice: random.Random
    pressed: dict[Any, Press] = field(default_factory=dict)

    def play(self, presses: list[Press], asks_every: int = 0) -> None:
        """Until every run has ended. Every `asks_every`th is told its wait when it has stood in line for a moment."""
        arrivals = sorted(presses, key=lambda press: press.at_s)
        free = [(0.0, worker) for worker in range(self.workers)]
        busy: list[tuple[float, int, Any]] = []
        while arrivals or busy or Run.objects.filter(state=State.QUEUED).exists():
            now_s = min([arrivals[0].at_s] if arrivals else [], default=float("inf"))
            now_s = min(now_s, busy[0][0] if busy else float("inf"))
            self.clock.set(now_s)
            while arrivals and arrivals[0].at_s <= now_s:
                self._press(arrivals.pop(0))
            while busy and busy[0][0] <= now_s:
                _, worker, run = heapq.heappop(busy)
                self._end(run, now_s)
                free.append((now_s, worker))
            self._claim_all(free, busy, now_s)
            if asks_every and len(self.pressed) % asks_every == 0:
                self._ask(now_s)

    def _press(self, press: Press) -> None:
        values = {"owner": press.person, "name": "n", "document": "{}", "seed": 0, "engine_version": "1"}
        run = Run.objects.create(
            **values, duration_s=1.0, speed=0, cost_s=press.expected_s, created=self.clock.now(),
            **served.joined(press.person, self.clock.now()),
        )  # fmt: skip
        self.pressed[run.pk] = press

    def _claim_all(self, free: list[Any], busy: list[Any], now_s: float) -> None:
        while free and (run := claim(f"worker {free[-1][1]}", ROOM)) is not None:
            _, worker = free.pop()
            press = self.pressed[run.pk]
            press.claimed_s = now_s
            Run.objects.filter(pk=run.pk).update(lease_until=self.clock.now() + timedelta(hours=1))
            heapq.heappush(busy, (now_s + press.takes_s, worker, run))

    def _end(self, run: Run, now_s: float) -> None:
        press = self.pressed[run.pk]
        press.ended_s = now_s
        Run.objects.filter(pk=run.pk).update(state=State.DONE, spent_s=press.takes_s, finished=self.clock.now())
        served.settle(run, press.takes_s, self.clock.now())

    def _ask(self, now_s: float) -> None:
        standing.forget()
        waiting = list(Run.objects.filter(state=State.QUEUED))
        if waiting:
            run = self.dice.choice(waiting)
            stand = standing.stand_of(run)
            press = self.pressed[run.pk]
            if stand is not None and press.shown_s is None:
                press.shown_s = stand.wait_s + now_s - press.at_s


class Clock:
    """What `timezone.now()` says."""

    def __init__(self) -> None:
        self.wall_s = 0.0

    def set(self, wall_s: float) -> None:
        self.wall_s = wall_s

    def now(self) -> datetime:
        return BEGIN + timedelta(seconds=self.wall_s)


def jain(values: list[float]) -> float:
    """Jain's index of fairness: 1 when all have the same, 1/n when one has everything."""
    return sum(values) ** 2 / (len(values) * sum(value * value for value in values))
