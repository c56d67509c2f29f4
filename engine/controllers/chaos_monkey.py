"""Chaos monkey: kills one instance of a group on some working days, at an hour when people are there to look.

Every group is hit with the chance 1 / mean days on each working day, so the days between two hits are geometric.
Source: the scheduler of Netflix's chaosmonkey (2016), github.com/Netflix/chaosmonkey: mean time between kills in work
days, kills between 9 and 15 o'clock.
"""

from __future__ import annotations

import heapq
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from engine.design.control import Controlled, Controller, ControllerType, View
from engine.design.kinds import Edit

OPENS, CLOSES = 9.0 / 24.0, 15.0 / 24.0
"""The hours of the day in which it kills, as shares of a day."""

KILL, REPLACE = "kill", "replace"


@dataclass(slots=True)
class ChaosMonkey:
    """`groups` are component ids; `planned` has what is to come today as (instant in ns, what, group)."""

    groups: tuple[str, ...]
    chance: float
    day_ns: int
    replace_ns: int
    next_ns: int = 0
    day: int = 0
    kills: int = 0
    planned: list[tuple[int, str, str]] = field(default_factory=list)

    def act(self, view: View) -> Sequence[Edit]:
        """Begins a day, kills, or puts a new instance where one was killed."""
        while self.day * self.day_ns <= view.now_ns:
            self._plan_day(view)
        edits: list[Edit] = []
        while self.planned and self.planned[0][0] <= view.now_ns:
            _, what, group = heapq.heappop(self.planned)
            edits += self._kill(view, group) if what == KILL else [Edit("restore_instances", group, 1.0)]
        self.next_ns = min(self.day * self.day_ns, self.planned[0][0] if self.planned else self.day * self.day_ns)
        return edits

    def report(self) -> Mapping[str, Any]:
        """How much it did."""
        return {"days": self.day, "kills": self.kills}

    def _plan_day(self, view: View) -> None:
        for place, group in enumerate(self.groups):
            number = 2 * (self.day * len(self.groups) + place)
            if view.uniform(number) < self.chance:
                hour = OPENS + (CLOSES - OPENS) * view.uniform(number + 1)
                heapq.heappush(self.planned, (round((self.day + hour) * self.day_ns), KILL, group))
        self.day += 1

    def _kill(self, view: View, group: str) -> list[Edit]:
        if not view.instances_up(group):
            return []
        self.kills += 1
        view.say(f"Chaos monkey killed an instance of {view.label(group)} (working day {self.day})", group)
        if self.replace_ns:
            heapq.heappush(self.planned, (view.now_ns + self.replace_ns, REPLACE, group))
        return [Edit("kill_instances", group, 1.0)]


def make(controlled: Controlled) -> Controller:
    """One monkey for all groups that its arrows lead to."""
    parameters = controlled.component.parameters
    return ChaosMonkey(
        groups=tuple(each.id for each in controlled.targets),
        chance=1.0 / float(parameters["mean_days"]),
        day_ns=round(float(parameters["day_s"]) * 1e9),
        replace_ns=round(float(parameters["replace_s"]) * 1e9),
    )


CONTROLLER = ControllerType("chaos_monkey", make)
