"""Time in the plain twin, and how it is built from a design."""

from __future__ import annotations

import heapq
from collections import deque
from collections.abc import Callable
from typing import Any

import numpy as np

from engine.design.fleets import room_beyond, watched_components
from engine.design.model import Component, Design, Place
from engine.design.replicas import with_copies
from engine.kernel import arrivals, random
from engine.kernel.popularity import ALIAS, fill_alias, popularity
from engine.plan.curves import curve_of, curve_tables
from engine.plan.lowering import Lowered, lower
from engine.plan.streams import stream_key
from engine.plan.titles import wonders_of
from tests.engine.twin import memory, replicas
from tests.engine.twin.balancer import balancer_of
from tests.engine.twin.gates import Gates
from tests.engine.twin.hedge import hedge_of
from tests.engine.twin.parts import Call, Instance, Link, Node, Source, Work
from tests.engine.twin.stampede import COUNTED
from tests.engine.twin.topics import Consumer, Group, producer_of
from tests.engine.twin.variation import pause_offset_ns

Note = tuple[int, str, int, int, str, int, int, str, int]


class Clock:
    """Events in a heap, actions of the present instant in a queue, and the trace of all counters."""

    def __init__(self, design: Design, seed: int, traced_one_in: int = 0) -> None:
        self.now = 0
        self.notes: list[Note] = []
        self.traced_below = 2**63 // traced_one_in if traced_one_in else 0
        self.sequence = 0
        self.number = 0
        self.given = 0
        self.ended: dict[str, list[tuple[int, str, int, int]]] = {}
        self.events: list[tuple[int, int, int, int, Callable[[], None]]] = []
        self.actions: deque[Callable[[], None]] = deque()
        self.trace: list[tuple[int, tuple[int, ...]]] = []
        design = with_copies(design)
        spare, watched = room_beyond(design), watched_components(design)
        self.nodes = {
            each.id: self._node(each, seed, spare[each.id])
            for each in sorted(design.components, key=lambda each: each.id)
        }
        for name in watched:
            self.nodes[name].arms = [[0, 0], [0, 0], [0, 0]]
        self.links = self._links(design, seed)
        self.balancers = {
            name: balancer_of(link, stream_key(seed, "ring", link.connection.target))
            for name, link in self.links.items()
        }
        for each in self.nodes.values():
            each.absent_stream = np.uint64(stream_key(seed, "absent"))
            if each.cache is not None:
                each.guarded = dict.fromkeys(COUNTED, 0)
        for joint in design.joints:
            ends = [self.nodes[joint.source], self.nodes[joint.target]]
            for here, there in (ends, ends[::-1]):
                here.joined.append(there)
        self._set_zones(design)
        self._form_groups()
        self.sources = self._sources(design, seed)
        self.load_caches()
        for source in self.sources.values():
            self.begin_source(source)

    def _node(self, component: Component, seed: int, spare: int) -> Node:
        mechanisms = lower(component)
        begins = mechanisms.has_station.instances if mechanisms.has_station else 1
        count = begins + spare
        shards = memory.shards_of(mechanisms.has_cache, count, stream_key(seed, "shards", component.id))
        return Node(
            component=component,
            station=mechanisms.has_station,
            cache=mechanisms.has_cache,
            deadline=mechanisms.has_deadline,
            groups=[],
            instances=[
                Instance(
                    place,
                    phase="up" if place < begins else "absent",
                    pause_offset_ns=pause_offset_ns(seed, component.id, mechanisms.has_station, place),
                    keys=keys,
                )
                for place, keys in enumerate(shards)
            ],
            shards_stream=np.uint64(stream_key(seed, "shards", component.id)),
            replicas=mechanisms.has_replicas,
            replica_stream=np.uint64(stream_key(seed, "replicas", component.id)),
            partitions_stream=np.uint64(stream_key(seed, "partitions", component.id)),
            log=mechanisms.has_log,
            sends_back=mechanisms.has_dead_letters is not None,
            is_stalled=mechanisms.has_dead_letters is not None and mechanisms.has_dead_letters.is_parked,
        )

    def _set_zones(self, design: Design) -> None:
        """Instances lie in the zone of their component, or are dealt out to the zones of its region."""
        places = {each.id: each for each in design.places}
        zones = sorted(each.id for each in design.places if each.type == "zone")
        for node in self.nodes.values():
            inside = [each for each in zones if node.component.place in self._around(places, each)]
            together = node.cache.zonal.shards_each if node.cache is not None and node.cache.zonal.replicas > 1 else 1
            for instance in node.instances:
                place = instance.place // together
                instance.zone = 1 + zones.index(inside[place % len(inside)]) if inside else 0

    def _around(self, places: dict[str, Place], name: str) -> list[str]:
        """A place and everything around it."""
        found = []
        here: str | None = name
        while here is not None:
            found.append(here)
            here = places[here].within
        return found

    def _form_groups(self) -> None:
        """Consumers get the partitions of all topics that they read."""
        for node in self.nodes.values():
            told = lower(node.component).has_consumers
            if told is None:
                continue
            node.group = Group(told, [Consumer() for _ in range(told.count)], poison_ratio=told.poison_ratio)
            count = 0
            for link in self.links.values():
                topic = self.nodes[link.connection.source]
                if link.target is node and topic.log is not None and link.producer is not None:
                    link.producer.first_partition = count
                    count += len(topic.instances)
                    kept = [each for each in (node.group.retention_ns, round(topic.log.retention_s * 1e9)) if each]
                    node.group.retention_ns = min(kept, default=0)
                if self.nodes[link.connection.source] is node and link.target.sends_back:
                    node.group.dead_letters = node.group.dead_letters or link
            node.instances = [Instance(place, phase="dead") for place in range(count)]  # they neither come nor go
            node.group.assign(node.instances)

    def _links(self, design: Design, seed: int) -> dict[str, Link]:
        waiting = {each.fallback_to for each in design.calls}
        ordered = sorted(design.calls, key=lambda each: (each.source, each.id in waiting, each.order, each.id))
        links = {}
        for row, each in enumerate(ordered):
            caller = self.nodes[each.source].deadline
            link = Link(
                each,
                row,
                np.uint64(stream_key(seed, "connection", each.id)),
                self.nodes[each.target],
                Gates(each),
                each.passes_deadline or (caller is not None and caller.passes_on),
                not each.writes and (each.cancels or (caller is not None and caller.cancels)),
                hedge_of(each),
                producer_of(each, lower(self.nodes[each.source].component), lower(self.nodes[each.target].component)),
            )
            links[each.id] = link
            if each.id in waiting:
                continue
            groups = self.nodes[each.source].groups
            if not groups or groups[-1][0].connection.order != each.order:
                groups.append([])
            groups[-1].append(link)
        self.share_streams = {
            (each.source, each.order): np.uint64(stream_key(seed, "share", each.source, str(each.order)))
            for each in ordered
        }
        return links

    def _sources(self, design: Design, seed: int) -> dict[str, Source]:
        has_keys = any(each.cache is not None or each.replicas is not None for each in self.nodes.values()) or any(
            each.balancing == "consistent_hash" or "stale_answers" in each.policies for each in design.calls
        )
        sources = {}
        for source_id, node in self.nodes.items():
            told: Lowered = lower(node.component)
            if told.has_source is None:
                continue
            for each in self.nodes.values():
                each.keys_count = max(each.keys_count, told.has_source.keys_count)
                each.absent_ratio = max(each.absent_ratio, told.has_source.absent_ratio)
            [(first, end)], times, rates = curve_tables([curve_of(design, source_id)])
            alias = np.zeros(told.has_source.keys_count, ALIAS)
            fill_alias(popularity(told.has_source.keys_count, told.has_source.zipf_alpha), alias)
            sources[source_id] = Source(
                node=node,
                process=arrivals.PROCESSES[told.has_source.process],
                stream=np.uint64(stream_key(seed, "source", source_id)),
                curve=(times, rates, first, end),
                alias=alias,
                priority=told.has_source.priority,
                people=told.has_source.people,
                keys_count=told.has_source.keys_count if has_keys else 1,
                wishes=told.has_source.wishes,
                ranks=memory.dealt(
                    list(range(told.has_source.keys_count)),
                    1.0 - told.has_source.wishes.correlation,
                    np.uint64(stream_key(seed, "source", source_id)) ^ random.DRIFT,
                ),
                switching=arrivals.switching_of(told.has_source.burstiness) if told.has_source.process == "mmpp" else 0,
                users=told.has_source.users,
                think_s=told.has_source.think_s,
            )
        first = max((each.node.keys_count for each in sources.values()), default=1)
        for source in sources.values():
            source.drift_stream = np.uint64(stream_key(seed, "drift"))
            source.wonders = wonders_of([lower(each.component) for each in self.nodes.values()])
            if source.wishes.wonder_ratio > 0.0 and source.keys_count > 1:
                source.first_wonder, first = first, first + source.wonders
        return sources

    def note(self, what: str, work: Work, outcome: str = "") -> None:
        """Notes what happened to a traced work at its callee."""
        if work.is_traced:
            place = work.node.instances.index(work.instance) if work.instance is not None else -1
            self.notes.append((self.now, what, work.number, 0, "", place, 0, outcome, 0))

    def note_call(self, what: str, call: Call, outcome: str = "") -> None:
        """Notes what a traced caller does or learns."""
        if call.parent.is_traced:
            number = call.awaits.number if call.awaits is not None else 0
            link = call.link.connection.id
            note = (self.now, what, number, call.parent.number, link, -1, call.attempt, outcome, call.started_ns)
            self.notes.append(note)

    def later(self, wait_ns: int, action: Callable[[], None]) -> Any:
        """Plans an action and gives its event; without a wait it joins the actions of this instant."""
        if wait_ns == 0:
            self.actions.append(action)
            return None
        self.sequence += 1
        event = (self.now + wait_ns, 0, self.sequence, 0, action)
        heapq.heappush(self.events, event)
        return event

    def postpone(self, event: Any, by_ns: int) -> Any:
        """Puts a planned action off, or back where it was; its place among others of that instant stays."""
        self.events.remove(event)
        heapq.heapify(self.events)
        moved = (event[0] + by_ns, *event[1:])
        heapq.heappush(self.events, moved)
        return moved

    def run(self, until_ns: int) -> None:
        """Does everything that happens before `until_ns`."""
        self._drain()
        while self.events and self.events[0][0] < until_ns:
            at_ns, _, _, _, action = heapq.heappop(self.events)
            self._let_pass(at_ns)
            action()
            self._drain()
        self._let_pass(until_ns)

    def _drain(self) -> None:
        while self.actions:
            self.actions.popleft()()
        counters = self.counters()
        if not self.trace or self.trace[-1][1] != counters:
            self.trace.append((self.now, counters))

    def _let_pass(self, at_ns: int) -> None:
        passed = at_ns - self.now
        assert passed >= 0, "the clock never falls"
        for node in self.nodes.values():
            node.areas["busy"] += passed * sum(each.busy for each in node.instances)
            node.areas["queue"] += passed * sum(len(each.queue) + each.surplus for each in node.instances)
            node.areas["system"] += passed * node.in_system
            node.areas["up"] += passed * node.up()
            replicas.receive(node, at_ns)
        self.now = at_ns

    def counters(self) -> tuple[int, ...]:
        """Everything countable, in the order of sorted ids."""
        found: list[int] = []
        for node in self.nodes.values():
            found += [node.completions, node.lookups, node.hits, node.in_system, node.latency_ns]
            found += [
                sum(each.busy for each in node.instances),
                sum(len(each.queue) + each.surplus for each in node.instances),
            ]
            found += [sum(node.errors.values()), *node.kept.values(), *node.guarded.values()]
        for link in self.links.values():
            found += [
                link.calls,
                link.arrivals,
                link.attempts,
                link.timeouts,
                link.retries,
                link.answered,
                link.failures,
            ]
            found += [link.latency_ns, sum(link.errors.values())]
            found += [*link.gates.counters(), link.hedge.made if link.hedge else 0]
            balancer = self.balancers[link.connection.id]
            found += [balancer.ejections if balancer is not None else 0, link.stale_answers]
            found += [link.buffered, len(link.blocked)] if link.producer else []
        for node in self.nodes.values():
            found += node.group.counters() if node.group else []
        return tuple(found)

    def at_the_end_of(self, at_ns: int, action: Callable[[], None]) -> None:
        """Plans an action behind everything else of its instant."""
        self.sequence += 1
        heapq.heappush(self.events, (at_ns, 2, self.sequence, 0, action))

    def later_always(self, wait_ns: int, action: Callable[[], None]) -> None:
        """Like `later`, but without a wait at once."""
        if wait_ns == 0:
            action()
        else:
            self.later(wait_ns, action)

    def load_caches(self) -> None:
        """See `remembering`."""
        raise NotImplementedError

    def begin_source(self, source: Source) -> None:
        """See `callee`."""
        raise NotImplementedError
