"""The row builder that a component's `lower` is handed, and what it gathers."""

from __future__ import annotations

from dataclasses import dataclass

from engine.design.discovery import component_types
from engine.design.model import Component
from engine.design.rows import (
    ACKS,
    CLASSES,
    COMMITS,
    DISCIPLINES,
    EVEN,
    NO_LIMIT,
    ONCE,
    ONE_LAW,
    PARTITION_KEYS,
    PLAIN,
    Pace,
    Refilling,
    Replicas,
    ServiceTime,
    Shedding,
    Wishes,
    Zonal,
)


@dataclass(frozen=True, slots=True)
class Station:
    """Servers with a queue, as `Rows.station` was told."""

    instances: int
    slots: int
    queue_limit: int
    service: ServiceTime
    error_ratio: float
    holds_slot: bool
    discipline: str = "fifo"
    drops_expired: bool = False
    deadline_margin_s: float = 0.0
    shedding: Shedding | None = None
    lifo_after_s: float = 0.0
    pace: Pace = EVEN


@dataclass(frozen=True, slots=True)
class Cache:
    """Keys that are remembered, as `Rows.cache` was told."""

    capacity_items: int
    ttl_s: float
    renews_on_read: bool
    looks_aside: bool
    lookup_s: float | None = None
    eviction: str = "lru"
    refilling: Refilling = PLAIN
    zonal: Zonal = ONCE


@dataclass(frozen=True, slots=True)
class Deadline:
    """What holds for all requests and calls of a component, as `Rows.deadline` was told."""

    limit_s: float | None = None
    passes_on: bool = False
    cancels: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """Traffic, as `Rows.source` was told."""

    request_class: str
    process: str
    keys_count: int
    zipf_alpha: float
    priority: str = "critical"
    burstiness: float = 1.0
    users: int = 0
    think_s: float = 0.0
    people: int = 1
    absent_ratio: float = 0.0
    wishes: Wishes = ONE_LAW


@dataclass(frozen=True, slots=True)
class Log:
    """Partitions of messages, as `Rows.log` was told."""

    key: str
    acks: str
    is_replicated: bool
    retention_s: float


@dataclass(frozen=True, slots=True)
class Consumers:
    """Consumers that share partitions, as `Rows.consumers` was told."""

    count: int
    batch: int
    commit: str
    retries: int
    gives_up: bool
    poison_ratio: float
    session_timeout_s: float
    pause_s: float


@dataclass(frozen=True, slots=True)
class DeadLetters:
    """Messages that failed too often, as `Rows.dead_letters` was told."""

    is_parked: bool


@dataclass(slots=True)
class Lowered:
    """The mechanisms of one component; it is the `Rows` of engine.design.kinds."""

    has_station: Station | None = None
    has_cache: Cache | None = None
    has_source: Source | None = None
    is_steering: bool = False
    has_role: str = ""
    has_deadline: Deadline | None = None
    has_replicas: Replicas | None = None
    has_log: Log | None = None
    has_consumers: Consumers | None = None
    has_dead_letters: DeadLetters | None = None

    def station(
        self,
        *,
        instances: int,
        slots: int,
        queue_limit: int,
        service: ServiceTime,
        error_ratio: float = 0.0,
        holds_slot_while_calling: bool = True,
        discipline: str = "fifo",
        drops_expired: bool = False,
        deadline_margin_s: float = 0.0,
        shedding: Shedding | None = None,
        lifo_after_s: float = 0.0,
        pace: Pace = EVEN,
    ) -> None:
        """Servers with one queue an instance; see `Rows.station`."""
        assert self.has_station is None, "a component has one station"
        assert min(instances, slots) >= 1, "a station has an instance and a slot"
        assert queue_limit >= NO_LIMIT
        assert min(service.mean_s, service.cv2) >= 0.0
        assert discipline in DISCIPLINES
        assert min(deadline_margin_s, lifo_after_s) >= 0.0
        self.has_station = Station(
            instances,
            slots,
            queue_limit,
            service,
            error_ratio,
            holds_slot_while_calling and discipline != "processor_sharing",
            discipline,
            drops_expired,
            deadline_margin_s,
            shedding,
            lifo_after_s,
            pace,
        )

    def cache(
        self,
        *,
        capacity_items: int,
        ttl_s: float,
        renews_on: str,
        looks_aside: bool,
        lookup_s: float | None = None,
        eviction: str = "lru",
        refilling: Refilling = PLAIN,
        zonal: Zonal = ONCE,
    ) -> None:
        """Keys; see `Rows.cache`."""
        assert self.has_cache is None, "a component has one cache"
        assert capacity_items >= 1
        assert ttl_s >= 0.0
        assert renews_on in ("write", "read")
        assert lookup_s is None or (looks_aside and self.has_station is None), "a copy belongs to its caller"
        assert looks_aside or not refilling.guards, "who asks for a key rebuilds it"
        is_renewing = renews_on == "read"
        self.has_cache = Cache(capacity_items, ttl_s, is_renewing, looks_aside, lookup_s, eviction, refilling, zonal)

    def replicas(self, told: Replicas) -> None:
        """Copies of every key; see `Rows.replicas`."""
        assert self.has_replicas is None, "a component has its copies once"
        assert self.has_station is not None
        assert told.nodes <= self.has_station.instances
        assert max(told.read_quorum, told.write_quorum) <= told.copies <= told.nodes
        self.has_replicas = told

    def deadline(self, *, limit_s: float | None, passes_on: bool, cancels: bool) -> None:
        """A limit for every request; see `Rows.deadline`."""
        assert self.has_deadline is None, "a component has one deadline"
        assert limit_s is None or limit_s > 0.0
        self.has_deadline = Deadline(limit_s, passes_on, cancels)

    def steering(self) -> None:
        """Shares that may change; see `Rows.steering`."""
        self.is_steering = True

    def role(self, name: str) -> None:
        """What failures know its controller by; see `Rows.role`."""
        self.has_role = name

    def source(
        self,
        *,
        request_class: str,
        process: str,
        keys_count: int,
        zipf_alpha: float,
        priority: str = "critical",
        burstiness: float = 1.0,
        users: int = 0,
        think_s: float = 0.0,
        people: int = 1,
        absent_ratio: float = 0.0,
        wishes: Wishes = ONE_LAW,
    ) -> None:
        """A traffic source; see `Rows.source`."""
        assert self.has_source is None, "a component has one source"
        assert keys_count >= 1
        assert zipf_alpha >= 0.0
        assert priority in CLASSES
        assert burstiness > 1.0 or process != "mmpp", "without bursts it is a Poisson process"
        assert (users > 0) == (process == "closed"), "users belong to a closed source"
        assert think_s >= 0.0
        assert people >= 1
        assert 0.0 <= absent_ratio <= 1.0
        named = (request_class, process, keys_count, zipf_alpha, priority)
        self.has_source = Source(*named, burstiness, users, think_s, people, absent_ratio, wishes)

    def log(self, *, key: str, acks: str, is_replicated: bool, retention_s: float) -> None:
        """Partitions of messages; see `Rows.log`."""
        assert key in PARTITION_KEYS
        assert acks in ACKS
        assert retention_s >= 0.0
        self.has_log = Log(key, acks, is_replicated, retention_s)

    def consumers(
        self,
        *,
        count: int,
        batch: int,
        commit: str,
        retries: int,
        gives_up: bool,
        poison_ratio: float,
        session_timeout_s: float,
        pause_s: float,
    ) -> None:
        """Consumers that share partitions; see `Rows.consumers`."""
        assert min(count, batch) >= 1
        assert commit in COMMITS
        assert min(retries, pause_s) >= 0
        self.has_consumers = Consumers(
            count, batch, commit, retries, gives_up, poison_ratio, session_timeout_s, pause_s
        )

    def dead_letters(self, *, is_parked: bool) -> None:
        """A way back for messages; see `Rows.dead_letters`."""
        self.has_dead_letters = DeadLetters(is_parked)


def lower(component: Component) -> Lowered:
    """Asks the type of a component for its mechanisms."""
    lowered = Lowered()
    component_types()[component.type].lower(component, lowered)
    return lowered
