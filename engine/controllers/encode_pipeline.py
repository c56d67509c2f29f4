"""Encode pipeline: titles that wait for workers, stage by stage, until they are published, in time or late.

List scheduling: a free worker takes the first task of the queue, whatever it is; the order of the queue is the
discipline (Graham 1969; Liu and Layland 1973 for earliest deadline first). Time goes on exactly within a look.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from engine.design.control import NEVER_NS, Controlled, Controller, ControllerType, View
from engine.design.encoding import CHECK, ENCODE, PUBLISH, Stage, chain_min, stages_of, work_min
from engine.design.kinds import Edit

LOOK_NS = 1_000_000_000


@dataclass(slots=True)
class Title:
    """One title: times in minutes since the begin. `left` are tasks of its stage that are not done."""

    came_min: float
    due_min: float
    is_urgent: bool
    stage: int = -1
    left: int = 0
    rounds: int = 0
    is_bad: bool = False
    done_min: float = math.inf


@dataclass(slots=True)
class Farm:
    """All titles, the queue, and the workers that are busy.

    `queue` holds (order, title, number of entry, tasks) and `busy` (when, number of start, title, whether the worker
    is lost then); both are heaps, and what is equal goes in the order in which it came.
    """

    name: str
    stages: tuple[Stage, ...]
    titles: list[Title]
    discipline: str
    workers: int
    loss_per_min: float
    replace_min: float
    defect_chance: float
    found_chance: float
    false_chance: float
    rounds: int
    rework_tasks: int
    minute_ns: int
    next_ns: int = 0
    clock_min: float = 0.0
    coming: int = 0
    free: int = 0
    entries: int = 0
    starts: int = 0
    queue: list[tuple[float, int, int, int]] = field(default_factory=list)
    busy: list[tuple[float, int, int, bool]] = field(default_factory=list)
    worked_min: float = 0.0
    lost: int = 0
    reclaimed: int = 0
    reworks: int = 0
    false_alarms: int = 0
    escapes: int = 0
    given_up: int = 0

    def act(self, view: View) -> Sequence[Edit]:
        """Goes on to the present, and says what was published late."""
        before = self.clock_min
        self._reclaim(round(self.workers * view.told(self.name)))
        self._go(view.now_ns / self.minute_ns, view)
        for place, title in enumerate(self.titles):
            if before < title.done_min <= self.clock_min and title.done_min > title.due_min:
                over = title.done_min - title.due_min
                view.say(f"{view.label(self.name)} published title {place + 1} {over:.0f} min late", self.name)
        is_over = self.coming == len(self.titles) and not self.queue and not self.busy
        self.next_ns = NEVER_NS if is_over else view.now_ns + LOOK_NS
        return []

    def _reclaim(self, share: int) -> None:
        """So many workers are taken away in all, those first that have nothing to do; tasks of the others wait again,
        those first that were begun last."""
        while self.reclaimed < share:
            self.reclaimed += 1
            if self.free:
                self.free -= 1
                continue
            last = max(range(len(self.busy)), key=lambda each: self.busy[each][1])
            ends_min, _, place, _ = self.busy.pop(last)
            heapq.heapify(self.busy)
            self.worked_min -= max(ends_min - self.clock_min, 0.0) if place >= 0 else 0.0
            if place >= 0:
                self.lost += 1
                self._wait(place, 1)
        self.free += self.reclaimed - share
        self.reclaimed = share

    def report(self) -> Mapping[str, Any]:
        """What became of the titles; a title that is not out yet is late once its time is over."""
        done = [each for each in self.titles if each.done_min < math.inf]
        spans = [each.done_min - each.came_min for each in done]
        return {
            "titles": self.coming,
            "published": len(done),
            "late": sum(min(each.done_min, self.clock_min) > each.due_min for each in self.titles[: self.coming]),
            "makespan_min": max((each.done_min for each in done), default=None),
            "title_min_mean": sum(spans) / len(spans) if spans else None,
            "critical_path_min": chain_min(self.stages),
            "work_min": work_min(self.stages),
            "worker_hours": self.worked_min / 60.0,
            "utilisation": self.worked_min / (self.workers * self.clock_min) if self.clock_min else None,
            "waiting_tasks": sum(each[3] for each in self.queue),
            "lost_workers": self.lost,
            "reworks": self.reworks,
            "false_alarms": self.false_alarms,
            "escapes": self.escapes,
            "given_up": self.given_up,
        }

    def _go(self, until_min: float, view: View) -> None:
        """Everything that happens up to a time, in its order: what ends comes before what begins."""
        self._begin(view)
        while True:
            ends = self.busy[0][0] if self.busy else math.inf
            comes = self.titles[self.coming].came_min if self.coming < len(self.titles) else math.inf
            if min(ends, comes) > until_min:
                break
            self.clock_min = min(ends, comes)
            if ends <= comes:
                self._end(view)
            else:
                self.coming += 1
                self._next_stage(self.coming - 1, view)
            self._begin(view)
        self.clock_min = until_min

    def _begin(self, view: View) -> None:
        """Free workers take what is first."""
        while self.free and self.queue:
            order, place, entry, tasks = self.queue[0]
            taken = min(self.free, tasks)
            if taken == tasks:
                heapq.heappop(self.queue)
            else:
                self.queue[0] = (order, place, entry, tasks - taken)
            for _ in range(taken):
                self._start(place, view)

    def _start(self, place: int, view: View) -> None:
        minutes, self.starts = self.stages[self.titles[place].stage].minutes, self.starts + 1
        self.free -= 1
        is_lost, lasts = False, minutes
        if self.loss_per_min > 0.0:
            # The chance to be lost within a task is its time over the mean time of a worker; one draw says when too.
            at = view.uniform(2 * self.starts) / self.loss_per_min
            is_lost, lasts = at < minutes, min(at, minutes)
        heapq.heappush(self.busy, (self.clock_min + lasts, self.starts, place, is_lost))
        self.worked_min += lasts

    def _end(self, view: View) -> None:
        """A task is done, or its worker is lost and it waits again; a new worker comes after a while."""
        _, number, place, is_lost = heapq.heappop(self.busy)
        if place < 0:
            self.free += 1
        elif is_lost:
            self.lost += 1
            self._wait(place, 1)
            heapq.heappush(self.busy, (self.clock_min + self.replace_min, number, -1, False))
        else:
            self.free += 1
            title = self.titles[place]
            title.left -= 1
            if title.left == 0:
                self._next_stage(place, view)

    def _next_stage(self, place: int, view: View) -> None:
        """A title goes on: to its next stage, back to be made again, or out."""
        title = self.titles[place]
        if title.stage == ENCODE:
            title.is_bad = self._draw(view, place, title.rounds, 0) < self.defect_chance
        elif title.stage == CHECK and self._is_sent_back(title, place, view):
            return
        title.stage += 1
        if title.stage == PUBLISH:
            title.done_min = self.clock_min
            self.escapes += title.is_bad
        else:
            self._wait(place, self.stages[title.stage].tasks, begins=True)

    def _is_sent_back(self, title: Title, place: int, view: View) -> bool:
        """The check: bad titles are found by chance, good ones may be taken for bad; some are given up."""
        says_bad = self._draw(view, place, title.rounds, 1) < (self.found_chance if title.is_bad else self.false_chance)
        if not says_bad:
            return False
        self.false_alarms += not title.is_bad
        if title.rounds == self.rounds:
            self.given_up += 1
            return True
        title.rounds += 1
        self.reworks += 1
        title.stage = ENCODE
        self._wait(place, self.rework_tasks, begins=True)
        return True

    def _wait(self, place: int, tasks: int, begins: bool = False) -> None:
        title = self.titles[place]
        title.left = tasks if begins else title.left
        self.entries += 1
        heapq.heappush(self.queue, (self._order(title), place, self.entries, tasks))

    def _order(self, title: Title) -> float:
        if self.discipline == "edf":
            return title.due_min
        if self.discipline == "priority":
            return float(not title.is_urgent)
        return title.came_min

    def _draw(self, view: View, place: int, rounds: int, purpose: int) -> float:
        """Draws of titles have odd numbers, those of workers even ones, so that none moves another."""
        return view.uniform(2 * (2 * (place * (self.rounds + 1) + rounds) + purpose) + 1)


def make(controlled: Controlled) -> Controller:
    """One farm. Deadlines lie evenly between the nearest and the farthest, and are dealt to titles in another order."""
    given: Mapping[str, Any] = controlled.component.parameters
    count = int(given["titles"])
    nearest, farthest = float(given["due_first_min"]), float(given["due_last_min"])
    titles = []
    for place in range(count):
        came = place * float(given["title_every_min"])
        due = nearest + (farthest - nearest) * ((_stride(count) * (count - place)) % count) / max(count - 1, 1)
        titles.append(Title(came, came + due, is_urgent=2 * due < nearest + farthest))
    workers = int(given["workers"])
    return Farm(
        name=controlled.component.id,
        stages=stages_of(given),
        titles=titles,
        discipline=str(given["queue_discipline"]),
        workers=workers,
        loss_per_min=float(given["worker_loss_per_h"]) / 60.0,
        replace_min=float(given["replace_min"]),
        defect_chance=float(given["defect_p"]),
        found_chance=float(given["qc_detect"]),
        false_chance=float(given["qc_false"]),
        rounds=int(given["retry"]),
        rework_tasks=int(given["rungs"]),
        minute_ns=round(float(given["minute_s"]) * 1e9),
        free=workers,
    )


def _stride(count: int) -> int:
    """A number without a common divisor with the count, near its golden section: dealing by it looks like chance."""
    stride = max(round(count * 0.618), 1)
    while math.gcd(stride, count) != 1:
        stride += 1
    return stride


CONTROLLER = ControllerType("encode_pipeline", make, wakes=True)
