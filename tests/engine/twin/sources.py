"""Where requests come from in the plain twin: open sources plan the next one, users of closed ones wait and think."""

from __future__ import annotations

import heapq

import numpy as np

from engine.design.rows import CLASSES
from engine.kernel import arrivals, random, users
from engine.kernel.tracing import TRACE
from tests.engine.twin import memory
from tests.engine.twin.clock import Clock
from tests.engine.twin.parts import Given, Source, Work


class Sources(Clock):
    """Sources."""

    def begin_source(self, source: Source) -> None:
        """A source is about to send for the first time."""
        if source.users:
            self.want_users(source, source.users)
            return
        phase = arrivals.first_phase(source.stream)
        drawn = arrivals.next_exposure(source.process, source.stream, 0, phase, source.switching)
        source.exposure, source.phase = drawn
        self.plan_request(source)

    def want_users(self, source: Source, wanted: int) -> None:
        """Those who are missing come; those too many leave when they would send."""
        source.wanted = wanted
        while source.present < wanted:
            at_ns = users.coming_ns(source.stream, source.invited, source.think_s * 1e9, self.now)
            source.invited += 1
            source.present += 1
            self.plan_user(source, int(at_ns))

    def plan_user(self, source: Source, at_ns: int) -> None:
        """Plans that one of the users sends; also without a wait it does so after all that happens now."""
        self.sequence += 1
        heapq.heappush(self.events, (at_ns, 0, self.sequence, 0, lambda: self.user_sends(source)))

    def user_sends(self, source: Source) -> None:
        """A user has thought enough."""
        if source.present > source.wanted:
            source.present -= 1
        else:
            self.begin_request(source)

    def plan_request(self, source: Source) -> None:
        """Plans the next request; what was planned before does not happen any more."""
        at_ns = arrivals.time_of_exposure(*source.curve, source.scale, source.since_ns, source.exposure)
        source.plan += 1
        plan = source.plan
        if at_ns < arrivals.NEVER:
            self.sequence += 1
            heapq.heappush(
                self.events,
                (int(at_ns), 0, self.sequence, 0, lambda: self.send_request(source) if source.plan == plan else None),
            )

    def send_request(self, source: Source) -> None:
        """A request of an open source, which plans the next one."""
        self.begin_request(source)
        drawn = arrivals.next_exposure(source.process, source.stream, source.requests, source.phase, source.switching)
        source.exposure, source.phase = drawn
        source.since_ns = self.now
        self.plan_request(source)

    def give(self, name: str, rows: list[Given]) -> None:
        """Requests from outside; at their instants they begin before all else."""
        for row in rows:
            self.given += 1
            begin = lambda row=row: self.begin_request(self.sources[name], row)  # noqa: E731
            heapq.heappush(self.events, (row.at_ns, -1, self.given, 0, begin))

    def begin_request(self, source: Source, given: Given | None = None) -> None:
        """A request begins: work of its source, which has no station."""
        key = np.uint64(random.numbered(source.stream, source.requests))
        item = memory.wanted_key(source, key, self.now)
        self.number += 1
        work = Work(source.node, key, item, self.number, None, self.now, state="calling")
        work.priority = source.priority
        work.person = int(random.uniform_index(key, random.PERSON, source.people))
        work.is_given = given is not None
        if given is not None:
            work.tag = given.tag
            work.item = given.item if given.item >= 0 and source.keys_count > 1 else work.item
            work.person = given.person if given.person >= 0 else work.person
            work.priority = CLASSES[given.priority] if given.priority >= 0 else work.priority
        source.node.in_system += 1
        draw = int(random.mix(key ^ TRACE)) >> 1
        if draw < self.traced_below:
            work.is_traced = True
            place = source.node.component.id
            self.notes.append((self.now, "request", self.number, 0, place, -1, source.requests, "", draw))
        self.later(0, lambda: self.go_on(work))
        source.requests += 1

    def go_on(self, work: Work) -> None:
        """See `caller`."""
        raise NotImplementedError
