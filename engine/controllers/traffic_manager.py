"""Traffic manager: health checks, answers, and clients who move as the answers that they remember run out.

When the answer changes, every client holds an old one with a remaining life uniform between 0 and the time to live
(checks at random times of a long-lived name), so shares move in a straight line over that time; a stated share of
clients takes ten times as long. A change on the way starts again from where the shares are. Wrong answers (a poisoned
record) reach clients in the same way, and leave them so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from engine.design.control import NEVER_NS, Controlled, Controller, ControllerType, View
from engine.design.kinds import Edit
from engine.design.model import Connection

STEPS = 100
"""Steps in which the clients of one time to live move."""

OVERRUN = 10.0
"""How many times too long some clients keep an answer."""


@dataclass(slots=True)
class Region:
    """One connection: `weight` is its drawn share, `wrong` the checks in a row that contradict `is_well`."""

    connection: str
    target: str
    weight: float
    delay_s: float
    is_well: bool = True
    wrong: int = 0
    old: float = 0.0
    goal: float = 0.0


@dataclass(slots=True)
class Poison:
    """Wrong answers: the share of clients that is on its way from `old` to `goal` since `changed_ns`."""

    old: float = 0.0
    goal: float = 0.0
    changed_ns: int = -NEVER_NS


@dataclass(slots=True)
class TrafficManager:
    """Looks at every health check, when its answers are poisoned, and while clients move."""

    name: str
    label: str
    policy: str
    ttl_ns: int
    interval_ns: int
    fail_after: int
    overrun_ratio: float
    regions: list[Region]
    next_ns: int = 0
    check_ns: int = 0
    changed_ns: int = -NEVER_NS
    changes: int = 0
    poison: Poison = field(default_factory=Poison)

    def act(self, view: View) -> Sequence[Edit]:
        """Checks when it is time to; moves clients."""
        edits: list[Edit] = []
        if view.now_ns >= self.check_ns:
            self._check(view)
            self.check_ns = view.now_ns + self.interval_ns
        told = view.told(self.name)
        if told != self.poison.goal:
            self.poison = Poison(self._poisoned(view.now_ns), told, view.now_ns)
        self.next_ns = self.check_ns
        if self._is_moving(self.changed_ns, view.now_ns):
            edits = [Edit("set_share", each.connection, self._share(each, view.now_ns)) for each in self.regions]
            self.next_ns = min(self.check_ns, view.now_ns + self.ttl_ns // STEPS)
        if self._is_moving(self.poison.changed_ns, view.now_ns):
            edits.append(Edit("error_ratio", self.name, self._poisoned(view.now_ns)))
            self.next_ns = min(self.check_ns, view.now_ns + self.ttl_ns // STEPS)
        return edits

    def report(self) -> Mapping[str, Any]:
        """How often the answer changed."""
        return {
            "changes": self.changes,
            "poisoned": self.poison.goal,
            "well": {each.target: each.is_well for each in self.regions},
        }

    def _check(self, view: View) -> None:
        is_first = self.check_ns == 0
        has_changed = False
        for each in self.regions:
            each.wrong = each.wrong + 1 if view.is_answering(each.target) != each.is_well else 0
            if each.wrong >= self.fail_after:
                each.is_well, each.wrong, has_changed = not each.is_well, 0, True
                word = "is well again" if each.is_well else "does not answer"
                view.say(
                    f"{self.label}: {view.label(each.target)} {word}; clients move as their answers run out",
                    each.target,
                )
        if is_first or has_changed:
            self._answer(view.now_ns, is_first)

    def _answer(self, now_ns: int, is_first: bool) -> None:
        goals = self._goals()
        for each, goal in zip(self.regions, goals, strict=True):
            each.old = goal if is_first else self._share(each, now_ns)
        for each, goal in zip(self.regions, goals, strict=True):
            each.goal = goal
        self.changed_ns = now_ns
        self.changes += not is_first

    def _goals(self) -> list[float]:
        """Shares of a new answer; with nobody well, everybody is named as if they were."""
        well = [each for each in self.regions if each.is_well] or self.regions
        if not well:
            return []  # none of its connections has a share
        if self.policy == "weighted":
            whole = sum(each.weight for each in well)
            return [each.weight / whole if each in well and whole > 0.0 else 0.0 for each in self.regions]
        if self.policy == "nearest":
            best = min(well, key=lambda each: (each.delay_s, each.connection))
        else:
            best = min(well, key=lambda each: (-each.weight, each.delay_s, each.connection))
        return [float(each is best) for each in self.regions]

    def _is_moving(self, since_ns: int, now_ns: int) -> bool:
        """Clients still move because of a change at `since_ns`."""
        longest_ns = round(self.ttl_ns * (OVERRUN if self.overrun_ratio > 0.0 else 1.0))
        return now_ns - since_ns <= longest_ns + self.ttl_ns // STEPS

    def _moved(self, since_ns: int, now_ns: int) -> float:
        """The share of the clients who have asked again since then."""
        passed = (now_ns - since_ns) / self.ttl_ns
        return (1.0 - self.overrun_ratio) * min(passed, 1.0) + self.overrun_ratio * min(passed / OVERRUN, 1.0)

    def _share(self, region: Region, now_ns: int) -> float:
        return region.old + (region.goal - region.old) * self._moved(self.changed_ns, now_ns)

    def _poisoned(self, now_ns: int) -> float:
        poison = self.poison
        return poison.old + (poison.goal - poison.old) * self._moved(poison.changed_ns, now_ns)


def _region(connection: Connection) -> Region:
    return Region(connection.id, connection.target, connection.share or 0.0, connection.delay_s)


def make(controlled: Controlled) -> Controller:
    """From the calls of the component that carry a share."""
    name, parameters = controlled.component.id, controlled.component.parameters
    return TrafficManager(
        name=name,
        label=controlled.component.label,
        policy=str(parameters["policy"]),
        ttl_ns=round(float(parameters["ttl_s"]) * 1e9),
        interval_ns=round(float(parameters["health_interval_s"]) * 1e9),
        fail_after=int(parameters["fail_after"]),
        overrun_ratio=float(parameters["overrun_ratio"]),
        regions=[_region(each) for each in controlled.calls if each.source == name and each.share is not None],
    )


CONTROLLER = ControllerType("traffic_manager", make, wakes=True)
