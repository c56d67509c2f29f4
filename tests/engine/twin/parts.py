"""What the plain twin is made of: components, connections, calls and work as plain objects."""

from __future__ import annotations

from collections import OrderedDict, deque
from dataclasses import dataclass, field
from typing import Any

from engine.design.model import Component, Connection
from engine.design.rows import Replicas, Wishes
from engine.kernel.replicas import STORE_STATE
from engine.plan.lowering import Cache, Deadline, Log, Station
from tests.engine.twin.evictions import Keys
from tests.engine.twin.gates import Gates
from tests.engine.twin.hedge import Hedge
from tests.engine.twin.topics import Group, Producer

GOOD = ("ok", "miss")
NO_STATION = 2**30
HEDGES = 2**20


@dataclass(eq=False)
class Instance:
    """One instance: its queue, who is in service, who is inside at all, and its shard of keys."""

    place: int = 0
    zone: int = 0
    phase: str = "up"
    version: int = 0
    busy: int = 0
    queue: deque[Work] = field(default_factory=deque)
    inside: list[Work] = field(default_factory=list)
    refreshers: list[Work] = field(default_factory=list)
    waiting_since_ns: int = 0
    sharers: list[Work] = field(default_factory=list)
    surplus: int = 0
    pause_offset_ns: int = 0
    leaks_since_ns: int = 0
    crowding: float = 0.0
    ready_ns: int = -(10**18)
    virtual_ns: float = 0.0
    changed_ns: int = 0
    plan: int = 0
    keys: Keys = field(default_factory=lambda: Keys(1, {}, 0))
    copies: dict[str, Keys] = field(default_factory=dict)  # of the caches in its memory, by their ids
    versions: dict[int, int] = field(default_factory=dict)
    oldest: int = 0  # the version of keys that are not in `versions`
    boots: int = 0
    started_ns: int = 0

    is_listed: bool = True

    @property
    def is_up(self) -> bool:
        """It is there, and takes new work."""
        return self.phase == "up"

    @property
    def is_serving(self) -> bool:
        """It is there, or finishes what it has."""
        return self.phase in ("up", "lingering", "draining")

    @property
    def is_gone(self) -> bool:
        """It takes no new work; one that lingers is stopped, and goes on while callers are sent to it."""
        return self.phase not in ("up", "lingering")


@dataclass(eq=False)
class Copy:
    """What was written at another store, on its way here."""

    at_ns: int
    item: int
    version: int
    sender: Node


@dataclass(eq=False)
class Node:
    """A component as it runs."""

    component: Component
    station: Station | None
    cache: Cache | None
    deadline: Deadline | None
    groups: list[list[Link]]
    instances: list[Instance]
    shards_stream: Any
    partitions_stream: Any
    replicas: Replicas | None = None
    replica_stream: Any = None
    keys_count: int = 1
    acknowledged: dict[int, int] = field(default_factory=dict)
    writes: list[Work] = field(default_factory=list)  # to its replicas, ever
    joined: list[Node] = field(default_factory=list)  # the stores that get copies from here, and send theirs
    coming: list[Copy] = field(default_factory=list)
    kept: dict[str, int] = field(default_factory=lambda: dict.fromkeys(STORE_STATE.names or (), 0))
    log: Log | None = None
    group: Group | None = None
    rebuilds: dict[tuple[int, int], Any] = field(default_factory=dict)
    guarded: dict[str, int] = field(default_factory=dict)  # what the guarding of a cache did
    dumped: dict[tuple[int, int], int] = field(default_factory=dict)  # ends by replica and key
    absent_ratio: float = 0.0
    absent_stream: Any = None
    sends_back: bool = False
    slow: float = 1.0
    injected: float = 0.0
    boot_ns: int = 0
    paid_ns: int = 0
    released: int = 0
    build_slow: float = 1.0
    build_errors: float = 0.0
    arm_share: float = 0.0
    arms: list[list[int]] | None = None  # of each version: done, failed
    is_stalled: bool = False
    is_paused: bool = False
    leak_per_ns: float = 0.0
    crowding: float = 0.0
    is_refusing: bool = False
    skew_ns: int = 0
    registry: int = 0
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

    @property
    def is_held(self) -> bool:
        """No service begins."""
        return self.is_stalled or self.is_paused

    def living(self) -> list[Instance]:
        """Instances that are up."""
        return [each for each in self.instances if each.is_up]

    def listed(self) -> list[Instance]:
        """Instances that callers choose among."""
        return [each for each in self.instances if each.is_listed] if self.registry else self.living()

    def up(self) -> int:
        """How many can work."""
        if self.group is not None:
            return sum(each.is_up for each in self.group.consumers)
        return sum(each.is_serving for each in self.instances)


@dataclass(eq=False)
class Link:
    """A connection as it runs; `row` is its rank among all, which orders timeouts of the same instant."""

    connection: Connection
    row: int
    stream: Any
    target: Node
    gates: Gates
    passes_deadline: bool
    cancels: bool
    hedge: Hedge | None
    producer: Producer | None
    buffered: int = 0
    blocked: deque[tuple[Work, Work]] = field(default_factory=deque)
    is_cut: bool = False
    loss: float = 0.0
    extra_ns: int = 0
    switched_to: float | None = None
    share: float | None = None  # where it was steered
    remembered: OrderedDict[int, int] = field(default_factory=OrderedDict)  # until when an answer is of use, by key
    stale_answers: int = 0
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
    def chance(self) -> float:
        """That a call without a share is made."""
        return self.connection.probability if self.switched_to is None else self.switched_to

    @property
    def balancing(self) -> str:
        """How an instance is chosen: a topic decides for those who publish to it."""
        routing = self.producer.routing if self.producer else ""
        return {"none": "round_robin", "user": "random"}.get(routing, self.connection.balancing)

    @property
    def is_lookup(self) -> bool:
        """True when the callee answers hit or miss."""
        return self.target.cache is not None and self.target.cache.looks_aside


@dataclass(eq=False)
class Team:
    """Calls of which so many are enough: those of an order, the copies of one, or a call and its hedge."""

    kind: str
    needed: int
    spare: int
    outer: Team | None

    @property
    def is_settled(self) -> bool:
        """True when it has had enough, or has failed."""
        return self.needed <= 0


@dataclass(eq=False)
class Call:
    """The caller's view of one call, over all its attempts."""

    link: Link
    parent: Work
    started_ns: int
    attempt: int = 0
    sent_ns: int = 0
    backoff_ns: float = 0.0
    awaits: Work | None = None
    chosen: Instance | None = None
    team: Team | None = None
    copy: int = 0
    time: int = 0
    is_hedge: bool = False
    plan: int = 0  # counts what would hedge it; only the newest counts
    version: int = 0  # that it writes, or should find
    answers: list[int] = field(default_factory=list)  # what the copies of a read found

    @property
    def number(self) -> int:
        """Which of all possible attempts for one work of the caller the next one is."""
        told = self.link.connection
        before = (self.time * told.copies + self.copy) * told.retry.attempts
        return before + self.attempt + HEDGES * self.is_hedge

    @property
    def teams(self) -> list[Team]:
        """The teams that it is in, the innermost first."""
        found, team = [], self.team
        while team is not None:
            found.append(team)
            team = team.outer
        return found

    @property
    def is_needed(self) -> bool:
        """True while its caller and all its teams wait for it."""
        return self.parent.state == "calling" and not any(each.is_settled for each in self.teams)


@dataclass(eq=False)
class Work:
    """The callee's view of one attempt; a request is work of its source."""

    node: Node
    key: Any
    item: int
    number: int
    call: Call | None
    arrived_ns: int = 0
    expires_ns: int | None = None  # for queues that drop what comes too late
    deadline_ns: int | None = None  # that it was told
    tied: list[Call] = field(default_factory=list)  # its calls under way that it would cancel
    instance: Instance | None = None
    from_zone: int = 0
    is_from_afar: bool = False  # a lookup that another zone answers
    holds_slot: bool = False
    state: str = "travelling"
    outcome: str = "ok"
    group: int = 0
    pending: int = 0
    missed: set[str] = field(default_factory=set)
    priority: str = "critical"
    person: int = 0
    finish_ns: float = 0.0
    end: Any = None
    is_degraded: bool = False
    is_lost: bool = False
    is_timed: bool = False  # an event stands for its deadline
    answer_gets_lost: bool = False
    fills: bool = False
    is_traced: bool = False
    version: int = 0
    is_given: bool = False  # from outside
    tag: int = -1
    link: Link | None = None
    partition: int = 0
    tries: int = 0
    is_poisoned: bool = False
    waits_for: Any = None  # the rebuilding of a key
    is_answered: bool = False  # while it waited
    only_for: str = ""  # it is nobody's, and rebuilds a key of this cache


@dataclass(frozen=True)
class Given:
    """A request that is given from outside; -1 is what the source draws, or nobody who asks."""

    at_ns: int
    tag: int = -1
    item: int = -1
    person: int = -1
    priority: int = -1


@dataclass(eq=False)
class Source:
    """A traffic source as it runs."""

    node: Node
    process: int
    stream: Any
    curve: tuple[Any, Any, int, int]
    alias: Any
    keys_count: int
    priority: str
    people: int
    wishes: Wishes
    ranks: list[int]  # which key has each
    first_wonder: int = 0
    wonders: int = 0  # after so many the same key is asked for again
    wondered: int = 0
    drifts: int = 0
    drift_stream: Any = 0
    turned: int = 0
    hot_share: float = 0.0
    hot_key: int = 0
    switching: float = 0.0
    users: int = 0
    think_s: float = 0.0
    wanted: int = 0
    present: int = 0
    invited: int = 0
    phase: int = 0
    scale: float = 1.0
    exposure: float = 0.0
    since_ns: int = 0
    requests: int = 0
    plan: int = 0
