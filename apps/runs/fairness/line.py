"""The line as it looks now: at which place a waiting run stands, and when it is expected to begin.

Nobody notes places: the line is played through in memory, by the order in which workers claim and with the costs that
are expected, and what comes out is told for a moment. It knows nothing of who comes later.
"""

from __future__ import annotations

import heapq
import itertools
import math
from collections import deque
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from django.db.models import Count, Q

from apps.runs.fairness.cost import calibrated_s
from apps.runs.fairness.places import SESSIONS_MOST, UNPACED_MOST
from apps.runs.fairness.served import HALF_LIFE_S, LEAST_S
from apps.runs.models import AS_FAST_AS_POSSIBLE, Run, State


class Waiting(NamedTuple):
    """A run in line, as far as its place depends on it; `group` and `person` are keys of accounts."""

    run_id: str
    lane_rank: int
    group: int | None
    group_level: float
    person: int | None
    person_level: float
    created: datetime
    takes_s: float


class Stand(NamedTuple):
    """Where a run stands: place 1 is next; `wait_s` is until a worker takes it."""

    place: int
    wait_s: float


def in_order(waiting: list[Waiting], free_at_s: list[float], now_s: float) -> Iterator[tuple[Waiting, float]]:
    """Who is served one after the other, and after how many seconds; `free_at_s` says when each place becomes free."""
    free = list(free_at_s)
    heapq.heapify(free)
    for each in _served_order(waiting, free, now_s):
        start_s = heapq.heappop(free)
        heapq.heappush(free, start_s + each.takes_s)
        yield each, start_s


def _served_order(waiting: list[Waiting], free: list[float], now_s: float) -> Iterator[Waiting]:
    levels: dict[tuple[str, int | None], float] = {}
    for each in waiting:
        levels["group", each.group] = each.group_level
        levels["person", each.person] = each.person_level
    by_lane = sorted(waiting, key=lambda each: (each.lane_rank, each.created))
    for _rank, lane in itertools.groupby(by_lane, key=lambda each: each.lane_rank):
        heap = _Heap(list(lane), levels)
        while (first := heap.pop()) is not None:
            for account in (("group", first.group), ("person", first.person)):
                levels[account] = _raised(levels[account], first.takes_s, now_s + free[0])
            heap.push_back(first)
            yield first


class _Heap:
    """The waiting runs of one lane: of the least served group the least served person's oldest."""

    def __init__(self, lane: list[Waiting], levels: dict[tuple[str, int | None], float]) -> None:
        self.levels = levels
        self.runs: dict[tuple[int | None, int | None], deque[Waiting]] = {}
        for each in lane:
            self.runs.setdefault((each.group, each.person), deque()).append(each)
        self.people: dict[int | None, list[tuple[float, datetime, int | None]]] = {}
        for (group, person), runs in self.runs.items():
            self.people.setdefault(group, []).append((levels["person", person], runs[0].created, person))
        for people in self.people.values():
            heapq.heapify(people)
        self.groups = [
            (levels["group", group], people[0][0], people[0][1], group) for group, people in self.people.items()
        ]
        heapq.heapify(self.groups)

    def pop(self) -> Waiting | None:
        if not self.groups:
            return None
        group = heapq.heappop(self.groups)[3]
        person = heapq.heappop(self.people[group])[2]
        return self.runs[group, person].popleft()

    def push_back(self, each: Waiting) -> None:
        """What else the person and the group of a run that was served have waiting, at their new levels."""
        left, people = self.runs[each.group, each.person], self.people[each.group]
        if left:
            heapq.heappush(people, (self.levels["person", each.person], left[0].created, each.person))
        if people:
            heapq.heappush(self.groups, (self.levels["group", each.group], people[0][0], people[0][1], each.group))


def _raised(level: float, cpu_s: float, at_s: float) -> float:
    added = math.log2(max(cpu_s, LEAST_S)) + at_s / HALF_LIFE_S
    high, low = max(level, added), min(level, added)
    return high + math.log2(1.0 + 2.0 ** max(low - high, -60.0))


def stands_at(now: datetime) -> dict[str, Stand]:
    """Where every waiting run stands, by its id."""
    unpaced = Q(speed=AS_FAST_AS_POSSIBLE)
    desks = max(_desks(now), 1)
    stands: dict[str, Stand] = {}
    for kind, places in ((unpaced, desks * UNPACED_MOST), (~unpaced, desks * SESSIONS_MOST)):
        waiting = _waiting(kind)
        if waiting:
            ordered = in_order(waiting, _free_at_s(kind, places, now), now.timestamp())
            stands |= {each.run_id: Stand(place, wait_s) for place, (each, wait_s) in enumerate(ordered, 1)}
    return stands


def _waiting(kind: Q) -> list[Waiting]:
    columns = (
        "pk", "lane_rank", "group_served", "group_served__level", "person_served", "person_served__level",
        "created", "is_shared", "inputs_hash", "cost_s", "duration_s", "speed",
    )  # fmt: skip
    rows = Run.objects.filter(kind, state=State.QUEUED).order_by("created").values_list(*columns)
    # Of equal runs the first one costs something.
    known = set(Run.objects.filter(state=State.RUNNING, is_shared=True).values_list("inputs_hash", flat=True))
    waiting = []
    for pk, rank, group, group_level, person, person_level, created, is_shared, inputs_hash, *rest in rows:
        takes_s = 0.0 if is_shared and inputs_hash in known else _takes_s(*rest)
        if is_shared:
            known.add(inputs_hash)
        waiting.append(Waiting(str(pk), rank, group, group_level or 0.0, person, person_level or 0.0, created, takes_s))
    return waiting


def _takes_s(cost_s: float, duration_s: float, speed: int) -> float:
    """How long a run keeps its place: by its clock, or by its cost while all places of its desk are taken."""
    return duration_s / speed if speed else calibrated_s(cost_s) * UNPACED_MOST


def _free_at_s(kind: Q, places: int, now: datetime) -> list[float]:
    """In how many seconds each place becomes free: those that nobody has, now."""
    running = Run.objects.filter(kind, state=State.RUNNING).order_by()
    taken = [
        max(0.0, _takes_s(*rest) - ((now - started).total_seconds() if started else 0.0))
        for started, *rest in running.values_list("started", "cost_s", "duration_s", "speed")
    ]
    return (taken + [0.0] * places)[: max(places, len(taken))]


def _desks(now: datetime) -> int:
    """Worker processes that compute something: all that there are, when somebody waits."""
    alive = Run.objects.filter(state=State.RUNNING, lease_until__gt=now)
    return int(alive.aggregate(count=Count("worker", distinct=True))["count"])
