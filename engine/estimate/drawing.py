"""The design as the passes of an estimate walk it: parts with their calls in groups, and an order for both ways."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import groupby

import numpy as np

from engine.design.graph import callers_first, calls_by_caller
from engine.design.model import Component, Connection, Design
from engine.design.policies import lower_policies
from engine.design.rows import CLASSES
from engine.design.teams import standbys
from engine.estimate.gamma import Floats
from engine.estimate.latency import NOTHING, Latency
from engine.estimate.queueing import NOBODY, Waiting, paced, service_moments
from engine.plan.lowering import Cache, Source, Station, lower

NO_BINS = np.zeros(0)
NO_CLASSES = np.zeros(len(CLASSES))


@dataclass(slots=True, eq=False)
class Call:
    """A connection, and what is known so far about the calls over it.

    `chance` that the caller makes it, misses aside. `attempts` that a call makes, `goes_on` the chance that the caller
    can go on after it, `answered` the chance that the last attempt was answered; `latency` of those after which the
    caller goes on, `gives_up_s` how long a failure takes.
    """

    connection: Connection
    caller: Part
    target: Part
    chance: float
    is_lookup: bool
    is_optional: bool = False
    waits_for: Call | None = None
    attempts: float = 1.0
    goes_on: float = 1.0
    answered: float = 1.0
    late: float = 0.0
    latency: Latency = NOTHING
    gives_up_s: float = 0.0
    calls_per_s: float = 0.0
    attempts_per_s: float = 0.0
    made: float = 0.0


@dataclass(slots=True, eq=False)
class Part:
    """A component with its mechanisms, and what is known so far about the requests in it.

    `rate_per_s` arrives, `shares` of it by popularity of keys and `classes` by priority, with gaps
    of squared variation `gaps_cv2`
    (`instance_gaps_cv2` at one instance); `least_outstanding` and `choice_of_two` are the shares
    of the arrivals that choose their instance so.
    `begins` is the share of arrivals that begin to call, `ok` the share answered well, `latency` that of the latter,
    `fails_s` how long the others take; `holding` is how long a slot is held.
    """

    component: Component
    station: Station | None
    cache: Cache | None
    source: Source | None
    has_consumers: bool = False
    has_dead_letters: bool = False
    service: Latency = NOTHING
    groups: list[list[Call]] = field(default_factory=list)
    callers: list[Call] = field(default_factory=list)
    rate_per_s: float = 0.0
    shares: Floats = field(default_factory=lambda: NO_BINS)
    classes: Floats = field(default_factory=lambda: NO_CLASSES)
    gaps_cv2: float = 1.0
    instance_gaps_cv2: float = 1.0
    leaving_cv2: float = 1.0
    least_outstanding: float = 0.0
    choice_of_two: float = 0.0
    hit_ratios: Floats = field(default_factory=lambda: NO_BINS)
    hit_ratio: float = 0.0
    life_s: float = 0.0
    filled: float = 1.0
    let_in: float = 1.0
    begins: float = 1.0
    ok: float = 1.0
    latency: Latency = NOTHING
    fails_s: float = 0.0
    holding: Latency = NOTHING
    calling: Latency = NOTHING
    waiting: Waiting = NOBODY
    far_wait_s: float = 0.0  # how much later a write is answered because other stores must have it

    @property
    def error_ratio(self) -> float:
        """The share of served requests that fails by itself."""
        return self.station.error_ratio if self.station is not None else 0.0

    @property
    def misses(self) -> float:
        """The share of served requests that goes on to calls."""
        return 1.0 - self.hit_ratio if self.cache is not None else 1.0


@dataclass(frozen=True, slots=True)
class Drawing:
    """Parts by id, callers before those they call; `walk` has every part after its callers and every call after its
    caller and, where it waits for a miss, after the cache. `is_round` when the latter could not be kept everywhere.
    `floors` has parts that call nobody first, then those that call only parts of earlier floors, and so on."""

    parts: Mapping[str, Part]
    calls: Mapping[str, Call]
    down: list[Part]
    walk: list[Part | Call]
    is_round: bool
    floors: list[list[Part]]


def drawing_of(design: Design) -> Drawing:
    """Lowers a runnable design."""
    parts = {each.id: _part(each) for each in design.components}
    for name in {end for each in design.joints for end in (each.source, each.target)}:
        told = lower(parts[name].component).has_replicas
        parts[name].far_wait_s = told.lag_s if told is not None and told.waits_for_far else 0.0
    by_caller = calls_by_caller(design)
    calls = {each.id: _call(each, parts) for each in design.calls}
    waiting = standbys(design.calls)
    for name, connections in by_caller.items():
        # What is called only instead of something else is left out: it has no calls while everything is well.
        ordered = sorted(
            (each for each in connections if each.id not in waiting), key=lambda each: (each.order, each.id)
        )
        parts[name].groups = [
            [calls[each.id] for each in group] for _, group in groupby(ordered, lambda each: each.order)
        ]
        _tie_misses([calls[each.id] for each in ordered])
    for call in calls.values():
        if call.connection.id not in waiting:
            call.target.callers.append(call)
    for part in parts.values():
        _share_partitions(part)
    down = [parts[name] for name in callers_first(by_caller)]
    walk, is_round = _walk(down)
    return Drawing(parts, calls, down, walk, is_round, _floors(down))


def _floors(down: list[Part]) -> list[list[Part]]:
    heights: dict[str, int] = {}
    floors: list[list[Part]] = []
    for part in reversed(down):
        height = 1 + max((heights[call.target.component.id] for group in part.groups for call in group), default=-1)
        heights[part.component.id] = height
        if height == len(floors):
            floors.append([])
        floors[height].append(part)
    return floors


def _part(component: Component) -> Part:
    lowered = lower(component)
    part = Part(
        component,
        lowered.has_station,
        lowered.has_cache,
        lowered.has_source,
        lowered.has_consumers is not None,
        lowered.has_dead_letters is not None,
    )
    if part.station is not None:
        part.service = paced(service_moments(part.station.service), part.station.pace)
    elif part.cache is not None and part.cache.lookup_s is not None:
        part.service = Latency(part.cache.lookup_s, 0.0, 0.0)
    return part


def _share_partitions(part: Part) -> None:
    """Of more consumers than partitions only as many work as there are partitions."""
    if part.station is None or not part.has_consumers:
        return
    topics = [call.caller.station.instances for call in part.callers if call.caller.station is not None]
    part.station = replace(part.station, instances=min(part.station.instances, max(sum(topics), 1)))


def _call(connection: Connection, parts: Mapping[str, Part]) -> Call:
    target = parts[connection.target]
    is_lookup = target.cache is not None and target.cache.looks_aside
    chance = connection.probability if connection.share is None else connection.share
    if target.has_dead_letters:
        chance = 0.0  # of a message that can be processed
    is_optional = connection.optional or "optional" in lower_policies(connection.policies).rules
    return Call(connection, parts[connection.source], target, chance, is_lookup, is_optional)


def _tie_misses(calls: list[Call]) -> None:
    """A call on a miss waits for the first lookup of that cache by the same caller."""
    lookups: dict[str, Call] = {}
    for call in calls:
        if call.is_lookup:
            lookups.setdefault(call.target.component.id, call)
    for call in calls:
        if call.connection.on_miss is not None:
            call.waits_for = lookups[call.connection.on_miss]


def _walk(down: list[Part]) -> tuple[list[Part | Call], bool]:
    """Parts and calls in an order in which everything that a rate depends on comes before it.

    Kahn's algorithm with the calls on a miss held back until their cache is done. Where that cannot be (a cache is
    called from behind its own misses) they are let go, and the rounds of `solving` sort it out.
    """
    missing = {part.component.id: len(part.callers) for part in down}
    held: dict[str, list[Call]] = {}
    walk: list[Part | Call] = []
    done: set[str] = set()
    is_round = False
    ready = [part for part in down if not part.callers]
    let_go: list[Call] = []
    while ready or let_go:
        if not let_go:
            part = ready.pop()
            done.add(part.component.id)
            walk.append(part)
            let_go = held.pop(part.component.id, [])
            for call in (each for group in part.groups for each in group):
                cache = call.waits_for.target.component.id if call.waits_for is not None else ""
                (held.setdefault(cache, []) if cache and cache not in done else let_go).append(call)
        walk += let_go
        for call in let_go:
            name = call.target.component.id
            missing[name] -= 1
            if not missing[name]:
                ready.append(call.target)
        let_go = []
        if not ready and held:
            is_round = True
            let_go = [call for calls in held.values() for call in calls]
            held.clear()
    assert len(done) == len(down), "every part is walked once"
    return walk, is_round
