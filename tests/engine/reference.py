"""The plain twin of the event loop: the same model once more, slow, for reading.

It works from the design and the mechanisms that its components ask for, not from the tables of a plan, and keeps one
timer a call, Python lists as queues and ordered dictionaries as caches. It shares with the kernel only the draws (the leaves that
turn keys into numbers), so equal traces say that loop, plan and pools do what is meant.
"""

from __future__ import annotations

import heapq
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from engine.design.kinds import Edit
from engine.design.model import Component, Connection, Design
from engine.kernel import arrivals, random, service
from engine.kernel.backoff import backoff_time
from engine.kernel.popularity import ALIAS, draw_key, fill_alias, popularity
from engine.kernel.state import JITTERS
from engine.plan.curves import curve_of, curve_tables
from engine.plan.lowering import Cache, Lowered, Station, lower
from engine.plan.streams import stream_key

FOREVER = 10**30
GOOD = ("ok", "miss")
NO_STATION = 2**30


@dataclass(eq=False)
class Instance:
    """One instance: its queue, who is in service, who is inside at all, and its shard of keys."""

    capacity: int
    is_up: bool = True
    busy: int = 0
    queue: deque[Work] = field(default_factory=deque)
    inside: list[Work] = field(default_factory=list)
    keys: OrderedDict[int, int] = field(default_factory=OrderedDict)


@dataclass(eq=False)
class Node:
    """A component as it runs."""

    component: Component
    station: Station | None
    cache: Cache | None
    groups: list[list[Link]]
    instances: list[Instance]
    shards_stream: Any
    slow: float = 1.0
    injected: float = 0.0
    completions: int = 0
    lookups: int = 0
    hits: int = 0
    latency_ns: int = 0
    in_system: int = 0
    errors: dict[str, int] = field(default_factory=dict)
    areas: dict[str, int] = field(default_factory=lambda: {"busy": 0, "queue": 0, "system": 0, "up": 0})
    latencies: list[int] = field(default_factory=list)

    def fail(self, kind: str) -> None:
        """Counts an error."""
        self.errors[kind] = self.errors.get(kind, 0) + 1

    def living(self) -> list[Instance]:
        """Instances that are up."""
        return [each for each in self.instances if each.is_up]


@dataclass(eq=False)
class Link:
    """A connection as it runs; `row` is its rank among all, which orders timeouts of the same instant."""

    connection: Connection
    row: int
    stream: Any
    target: Node | None = None
    is_cut: bool = False
    turn: int = 0
    calls: int = 0
    attempts: int = 0
    arrivals: int = 0
    timeouts: int = 0
    retries: int = 0
    answered: int = 0
    failures: int = 0
    latency_ns: int = 0
    errors: dict[str, int] = field(default_factory=dict)
    latencies: list[int] = field(default_factory=list)

    @property
    def is_lookup(self) -> bool:
        """True when the callee answers hit or miss."""
        assert self.target is not None
        return self.target.cache is not None and self.target.cache.looks_aside


@dataclass(eq=False)
class Call:
    """The caller's view of one call, over all its attempts."""

    link: Link
    parent: Work
    started_ns: int
    attempt: int = 0
    backoff_ns: float = 0.0
    awaits: Work | None = None


@dataclass(eq=False)
class Work:
    """The callee's view of one attempt; a request is work of its source."""

    node: Node
    key: Any
    item: int
    number: int
    call: Call | None
    arrived_ns: int = 0
    instance: Instance | None = None
    holds_slot: bool = False
    state: str = "travelling"
    outcome: str = "ok"
    group: int = 0
    pending: int = 0
    missed: set[str] = field(default_factory=set)
    is_degraded: bool = False
    is_lost: bool = False
    fills: bool = False


@dataclass(eq=False)
class Source:
    """A traffic source as it runs."""

    node: Node
    process: int
    stream: Any
    curve: tuple[Any, Any, int, int]
    alias: Any
    keys_count: int
    scale: float = 1.0
    exposure: float = 0.0
    since_ns: int = 0
    requests: int = 0
    plan: int = 0


class Twin:
    """One run of a design."""

    def __init__(self, design: Design, seed: int) -> None:
        self.now = 0
        self.sequence = 0
        self.number = 0
        self.events: list[tuple[int, int, int, int, Callable[[], None]]] = []
        self.actions: deque[Callable[[], None]] = deque()
        self.trace: list[tuple[int, tuple[int, ...]]] = []
        self.nodes = {each.id: self._node(each, seed) for each in sorted(design.components, key=lambda each: each.id)}
        self.links = self._links(design, seed)
        self.sources = self._sources(design, seed)
        for source in self.sources.values():
            source.exposure = arrivals.next_exposure(source.process, source.stream, 0)
            self.plan_request(source)

    # Building.

    def _node(self, component: Component, seed: int) -> Node:
        mechanisms = lower(component)
        count = mechanisms.has_station.instances if mechanisms.has_station else 1
        items = mechanisms.has_cache.capacity_items if mechanisms.has_cache else 0
        capacities = [max(items // count + (place < items % count), 1) for place in range(count)]
        return Node(
            component=component,
            station=mechanisms.has_station,
            cache=mechanisms.has_cache,
            groups=[],
            instances=[Instance(capacity) for capacity in capacities],
            shards_stream=np.uint64(stream_key(seed, "shards", component.id)),
        )

    def _links(self, design: Design, seed: int) -> dict[str, Link]:
        ordered = sorted(design.connections, key=lambda each: (each.source, each.order, each.id))
        links = {}
        for row, each in enumerate(ordered):
            link = Link(each, row, np.uint64(stream_key(seed, "connection", each.id)), self.nodes[each.target])
            links[each.id] = link
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
        has_caches = any(node.cache is not None for node in self.nodes.values())
        sources = {}
        for source_id, node in self.nodes.items():
            told: Lowered = lower(node.component)
            if told.has_source is None:
                continue
            [(first, end)], times, rates = curve_tables([curve_of(design, source_id)])
            alias = np.zeros(told.has_source.keys_count, ALIAS)
            fill_alias(popularity(told.has_source.keys_count, told.has_source.zipf_alpha), alias)
            sources[source_id] = Source(
                node=node,
                process=arrivals.PROCESSES[told.has_source.process],
                stream=np.uint64(stream_key(seed, "source", source_id)),
                curve=(times, rates, first, end),
                alias=alias,
                keys_count=told.has_source.keys_count if has_caches else 1,
            )
        return sources

    # Time.

    def later(self, wait_ns: int, action: Callable[[], None]) -> None:
        """Plans an action; without a wait it joins the actions of this instant."""
        if wait_ns == 0:
            self.actions.append(action)
        else:
            self.sequence += 1
            heapq.heappush(self.events, (self.now + wait_ns, 0, self.sequence, 0, action))

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
            node.areas["queue"] += passed * sum(len(each.queue) for each in node.instances)
            node.areas["system"] += passed * node.in_system
            node.areas["up"] += passed * len(node.living())
        self.now = at_ns

    def counters(self) -> tuple[int, ...]:
        """Everything countable, in the order of sorted ids."""
        found: list[int] = []
        for node in self.nodes.values():
            found += [node.completions, node.lookups, node.hits, node.in_system, node.latency_ns]
            found += [sum(each.busy for each in node.instances), sum(len(each.queue) for each in node.instances)]
            found += [sum(node.errors.values())]
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
        return tuple(found)

    # Requests.

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
        """A request begins: work of its source, which has no station."""
        key = np.uint64(random.numbered(source.stream, source.requests))
        item = int(draw_key(source.alias, 0, source.keys_count, key)) if source.keys_count > 1 else 0
        self.number += 1
        work = Work(source.node, key, item, self.number, None, self.now, state="calling")
        source.node.in_system += 1
        self.later(0, lambda: self.go_on(work))
        source.requests += 1
        source.exposure = arrivals.next_exposure(source.process, source.stream, source.requests)
        source.since_ns = self.now
        self.plan_request(source)

    # Work at the callee.

    def arrive(self, work: Work) -> None:
        """An attempt reaches its callee."""
        assert work.call is not None
        node, link = work.node, work.call.link
        work.arrived_ns = self.now
        if link.is_cut:
            work.is_lost = True
            return
        link.arrivals += 1
        node.in_system += 1
        instance = self.choose(node, link, work)
        if instance is None:
            self.refuse(work, "unavailable")
        elif instance.busy < (node.station.slots if node.station else NO_STATION):
            work.instance = instance
            instance.inside.append(work)
            self.serve(work)
        elif node.station is None or node.station.queue_limit < 0 or len(instance.queue) < node.station.queue_limit:
            work.instance = instance
            instance.inside.append(work)
            work.state = "queued"
            instance.queue.append(work)
        else:
            self.refuse(work, "queue_full")

    def refuse(self, work: Work, kind: str) -> None:
        """Work that fails by itself."""
        work.node.fail(kind)
        self.end(work, kind)

    def choose(self, node: Node, link: Link, work: Work) -> Instance | None:
        """The instance that takes a call; None when all are down."""
        living = node.living()
        if not living:
            return None
        if node.cache is not None:
            return self.shard_of(node, work.item)
        turn, link.turn = link.turn, link.turn + 1
        count = len(living)
        if count == 1:
            return living[0]
        if link.connection.balancing == "round_robin":
            return living[turn % count]
        one = int(random.uniform_index(work.key, random.BALANCE, count))
        if link.connection.balancing == "random":
            return living[one]
        if link.connection.balancing == "least_outstanding":
            return min(living[one:] + living[:one], key=lambda each: len(each.inside))
        two = int(random.uniform_index(work.key, random.SECOND_CHOICE, count - 1))
        two += two >= one
        return min(living[one], living[two], key=lambda each: len(each.inside))

    def shard_of(self, node: Node, item: int) -> Instance:
        """The home of a key, or its substitute while that is down."""
        hashed = random.mix(np.uint64((int(node.shards_stream) + item) % 2**64))
        home = node.instances[int(hashed) % len(node.instances)]
        living = node.living()
        return home if home.is_up else living[int(random.mix(np.uint64(hashed))) % len(living)]

    def serve(self, work: Work) -> None:
        """Service begins."""
        node, instance = work.node, work.instance
        assert instance is not None
        instance.busy += 1
        work.holds_slot, work.state = True, "serving"
        time_ns = service.to_nanoseconds(self.service_ns(node, work) * node.slow)
        self.later(int(time_ns), lambda: self.served(work) if work.state == "serving" else None)

    def service_ns(self, node: Node, work: Work) -> float:
        """The drawn service time before slowing."""
        if node.station is None:
            return 0.0
        told = node.station.service
        shape, mean_ns = service.SHAPES[told.shape], told.mean_s * 1e9
        if mean_ns == 0.0 or (told.cv2 == 0.0 and told.shape != "exponential"):
            return mean_ns
        return float(
            service.service_time(work.key, shape, mean_ns, *service.shape_parameters(shape, mean_ns, told.cv2))
        )

    def served(self, work: Work) -> None:
        """Service is over: fail, answer from the cache, or make calls."""
        node = work.node
        work.state = "calling"
        own = node.station.error_ratio if node.station else 0.0
        ratio = own + node.injected * (1.0 - own)
        if ratio > 0.0 and random.uniform(work.key, random.ERROR) < ratio:
            self.refuse(work, "failed")
            return
        if node.cache is not None:
            is_hit = self.look_up(node, work)
            if node.cache.looks_aside:
                self.end(work, "ok" if is_hit else "miss")
                return
            if is_hit:
                self.end(work, "ok")
                return
            work.fills = True
        if not node.groups:
            self.end(work, "ok")
            return
        self.later(0, lambda: self.go_on(work))
        if node.station and not node.station.holds_slot:
            self.release(work)
            self.serve_next(work.instance)

    def look_up(self, node: Node, work: Work) -> bool:
        """True on a hit."""
        assert node.cache is not None
        assert work.instance is not None
        node.lookups += 1
        keys = work.instance.keys
        if work.item not in keys:
            return False
        if node.cache.ttl_s > 0.0 and keys[work.item] <= self.now:
            del keys[work.item]
            return False
        if node.cache.renews_on_read:
            keys[work.item] = self.now + round(node.cache.ttl_s * 1e9)
        keys.move_to_end(work.item)
        node.hits += 1
        return True

    def store(self, node: Node, instance: Instance, item: int) -> None:
        """Puts a key into a shard; no other shard keeps it."""
        assert node.cache is not None
        for each in node.instances:
            each.keys.pop(item, None)
        if len(instance.keys) >= instance.capacity:
            instance.keys.popitem(last=False)
        instance.keys[item] = self.now + round(node.cache.ttl_s * 1e9)

    def release(self, work: Work) -> None:
        """Gives the slot back."""
        assert work.instance is not None
        if work.holds_slot:
            work.holds_slot = False
            work.instance.busy -= 1

    def serve_next(self, instance: Instance | None) -> None:
        """Takes the first of the queue into service when there is one."""
        if instance is not None and instance.queue:
            self.serve(instance.queue.popleft())

    def end(self, work: Work, outcome: str) -> None:
        """Work is over; its answer leaves, then its slot goes to the next."""
        node, held = work.node, work.holds_slot
        work.outcome, work.state = outcome, "answering"
        node.in_system -= 1
        if work.instance is not None:
            work.instance.inside.remove(work)
            self.release(work)
        if outcome in GOOD:
            node.completions += 1
            node.latency_ns += self.now - work.arrived_ns
            node.latencies.append(self.now - work.arrived_ns)
            if work.fills and not work.is_degraded and work.instance is not None:
                self.store(node, work.instance, work.item)
        if work.call is None:
            if outcome not in GOOD:
                node.fail(outcome)
        else:
            self.later(round(work.call.link.connection.delay_s * 1e9), lambda: self.answer(work))
        if held:
            self.serve_next(work.instance)

    # Calls at the caller.

    def go_on(self, work: Work) -> None:
        """Makes the next group of calls; ends well when no group is left."""
        node = work.node
        while work.group < len(node.groups) and work.pending == 0:
            links = node.groups[work.group]
            work.group += 1
            for link in self.chosen(work, links):
                link.calls += 1
                work.pending += 1
                call = Call(link, work, self.now)
                self.later(0, lambda call=call: self.attempt(call))  # type: ignore[misc]
        if work.pending == 0:
            self.end(work, "ok")

    def chosen(self, work: Work, links: list[Link]) -> list[Link]:
        """Which calls of a group are made: by share, by probability, or because a lookup missed."""
        order = links[0].connection
        stream = self.share_streams[order.source, order.order]
        share = random.uniform(np.uint64(random.mix(work.key ^ stream)), random.SHARE)
        found, end = [], 0.0
        for link in links:
            told = link.connection
            if told.share is not None:
                start, end = end, end + told.share
                if not start <= share < end:
                    continue
            elif told.probability < 1.0:
                if random.uniform(work.key ^ link.stream, random.PROBABILITY) >= told.probability:
                    continue
            if told.on_miss is None or told.on_miss in work.missed:
                found.append(link)
        return found

    def attempt(self, call: Call) -> None:
        """Sends one attempt, unless nobody needs the call any more."""
        link, parent = call.link, call.parent
        if parent.state != "calling":
            return
        link.attempts += 1
        assert link.target is not None
        self.number += 1
        key = np.uint64(random.below(parent.key, link.stream, call.attempt))
        work = Work(link.target, key, parent.item, self.number, call)
        call.awaits = work
        if link.connection.timeout_s is not None:
            wait_ns = max(round(link.connection.timeout_s * 1e9), 1)
            timer = (self.now + wait_ns, 1, link.row, work.number, lambda: self.time_out(call, work))
            heapq.heappush(self.events, timer)
        if link.is_cut:
            work.is_lost = True
            return
        self.later(round(link.connection.delay_s * 1e9), lambda: self.arrive(work))

    def time_out(self, call: Call, work: Work) -> None:
        """The deadline of an attempt; nothing if it was answered."""
        if call.awaits is work:
            call.link.timeouts += 1
            self.conclude(call, "cut" if work.is_lost else "timeout")

    def answer(self, work: Work) -> None:
        """An answer reaches the caller, who may have stopped waiting."""
        call = work.call
        assert call is not None
        work.state = "gone"
        if call.link.is_cut:
            work.is_lost = True
        elif call.awaits is work:
            self.conclude(call, work.outcome)

    def conclude(self, call: Call, outcome: str) -> None:
        """An attempt has an outcome: answer, try again, or give up."""
        link, parent = call.link, call.parent
        is_wanted = parent.state == "calling"
        call.awaits = None
        if outcome in GOOD:
            link.answered += 1
            link.latency_ns += self.now - call.started_ns
            link.latencies.append(self.now - call.started_ns)
            if is_wanted:
                if outcome == "miss" and link.is_lookup:
                    parent.missed.add(link.connection.target)
                self.fill(call)
                self.meet(parent)
            return
        link.errors[outcome] = link.errors.get(outcome, 0) + 1
        if is_wanted and call.attempt + 1 < link.connection.retry.attempts:
            self.retry(call)
            return
        link.failures += 1
        if not is_wanted:
            return
        if link.is_lookup:
            parent.missed.add(link.connection.target)
            self.meet(parent)
        elif not link.connection.optional:
            if parent.call is not None:
                parent.node.fail("dependency")
            self.end(parent, outcome)
        else:
            self.later_always(round(link.connection.fallback_s * 1e9), lambda: self.fall_back(parent))

    def later_always(self, wait_ns: int, action: Callable[[], None]) -> None:
        """Like `later`, but without a wait at once."""
        if wait_ns == 0:
            action()
        else:
            self.later(wait_ns, action)

    def fall_back(self, parent: Work) -> None:
        """The substitute for a failed optional call is ready."""
        if parent.state == "calling":
            parent.is_degraded = True
            self.meet(parent)

    def meet(self, parent: Work) -> None:
        """One call of the group is done."""
        parent.pending -= 1
        if parent.pending == 0:
            self.later(0, lambda: self.go_on(parent))

    def fill(self, call: Call) -> None:
        """The answer of a call made on a miss is stored in the cache that was asked before."""
        told = call.link.connection
        if told.on_miss is None:
            return
        before = next(
            link
            for link in self.links.values()
            if link.connection.source == told.source and link.connection.target == told.on_miss
        )
        node = self.nodes[told.on_miss]
        if node.living() and not before.is_cut:
            self.store(node, self.shard_of(node, call.parent.item), call.parent.item)

    def retry(self, call: Call) -> None:
        """Plans the next attempt."""
        link = call.link
        told = link.connection.retry
        call.attempt += 1
        link.retries += 1
        key = np.uint64(random.below(call.parent.key, link.stream, call.attempt))
        call.backoff_ns = backoff_time(
            JITTERS[told.jitter],
            told.backoff_s * 1e9,
            told.backoff_cap_s * 1e9,
            call.attempt,
            call.backoff_ns,
            random.uniform(key, random.BACKOFF),
        )
        self.later(int(service.to_nanoseconds(call.backoff_ns)), lambda: self.attempt(call))

    # Edits.

    def edit(self, edit: Edit) -> None:
        """Makes one edit now."""
        getattr(self, f"edit_{edit.operation}")(edit.target, edit.value)

    def edit_kill_instances(self, target: str, value: float) -> None:
        """Everything inside the killed ones ends as killed, oldest first; no slot is given on."""
        node = self.nodes[target]
        for instance in node.living()[: round(value)]:
            doomed = sorted(instance.inside, key=lambda each: each.number)
            instance.is_up, instance.busy = False, 0
            instance.inside.clear()
            instance.queue.clear()
            instance.keys.clear()
            for work in doomed:
                node.in_system -= 1
                node.fail("killed")
                work.outcome, work.state = "killed", "answering"
                assert work.call is not None
                self.later(
                    round(work.call.link.connection.delay_s * 1e9),
                    lambda work=work: self.answer(work),  # type: ignore[misc]
                )

    def edit_restore_instances(self, target: str, value: float) -> None:
        """The dead come back empty."""
        for instance in [each for each in self.nodes[target].instances if not each.is_up][: round(value)]:
            instance.is_up = True

    def edit_slow_station(self, target: str, value: float) -> None:
        """New service takes longer."""
        self.nodes[target].slow = value

    def edit_error_ratio(self, target: str, value: float) -> None:
        """Additional errors."""
        self.nodes[target].injected = value

    def edit_cut_connection(self, target: str, value: float) -> None:
        """Cuts or mends."""
        self.links[target].is_cut = value != 0.0

    def edit_flush_cache(self, target: str, value: float) -> None:
        """Forgets every key."""
        for instance in self.nodes[target].instances:
            instance.keys.clear()

    def edit_scale_rate(self, target: str, value: float) -> None:
        """The gap under way keeps what it has left."""
        source = self.sources[target]
        used = arrivals.exposure_between(*source.curve, source.scale, source.since_ns, self.now)
        source.exposure = max(source.exposure - used, 0.0)
        source.since_ns, source.scale = self.now, value
        self.plan_request(source)
