"""The mechanisms that components lower to, as rows that their `lower` writes: stations, pace, shedding, replicas."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

NO_LIMIT = -1

PROCESSES = ("poisson", "even", "mmpp", "closed")
"""How the requests of a source follow one another."""

PARTITION_KEYS = ("none", "user", "title")
"""By what a message finds its partition: in turn, by one of many users, by the key of the request."""

ACKS = ("0", "1", "all")
"""Who must have a message before its producer forgets it: nobody, the leader, its followers too."""

COMMITS = ("after", "before", "exactly_once")
"""When consumers note how far they are: after a batch of messages, before it, or with each message's effect."""

DISCIPLINES = ("fifo", "lifo", "adaptive_lifo", "priority", "processor_sharing")
"""In which order a station serves what waits."""

CLASSES = ("critical", "degraded", "best_effort", "bulk")
"""Priority classes of requests, the dearest first."""


@dataclass(frozen=True, slots=True)
class ServiceTime:
    """A distribution of service times in seconds: `shape` is "constant", "exponential", "lognormal", "gamma",
    "two_point" or "trace". `cv2` is the squared coefficient of variation (used by lognormal, gamma and two_point). A
    trace draws one of `values_s`, which rise, each as often as any other; mean and cv2 are theirs."""

    shape: str
    mean_s: float
    cv2: float = 1.0
    values_s: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Shedding:
    """Who is turned away at an instance, by class; `limits` are shares of its slots in the order of CLASSES.

    "thresholds": a request is shed when those inside (waiting or in service) take up its class's limit. "partitions":
    it is shed when those inside take up all slots and those of its own class its limit, so that a limit is a guaranteed
    share, and what nobody uses is lent to whoever asks.
    """

    rule: str
    limits: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Pace:
    """How service times depend on the state of an instance; the defaults leave them as they are.

    With N slots busy they are 1 + `usl_sigma` (N - 1) + `usl_kappa` N (N - 1) times as long. A restored instance boots
    for `start_s`; from then on they are `warmup_factor` times as long, falling evenly to 1 over `warmup_s`. Every
    `pause_every_s` of running the instance stands still for `pause_s`. A share `noise_ratio` of them is `noise_factor`
    times as long.
    """

    usl_sigma: float = 0.0
    usl_kappa: float = 0.0
    start_s: float = 0.0
    warmup_s: float = 0.0
    warmup_factor: float = 1.0
    pause_s: float = 0.0
    pause_every_s: float = 1.0
    noise_ratio: float = 0.0
    noise_factor: float = 1.0

    @property
    def varies(self) -> bool:
        """True when some service time is not what was drawn."""
        return max(self.usl_sigma, self.usl_kappa, self.warmup_s, self.pause_s, self.noise_ratio) > 0.0


EVEN = Pace()


@dataclass(frozen=True, slots=True)
class Replicas:
    """Every key lies on `copies` of the `nodes` instances of a station: on its home and on those behind it in a circle.

    A read asks `read_quorum` of them and waits for all it asked; a write goes to all and waits for `write_quorum`.
    Writes take `write_factor` times the service time of reads. With `repairs` an instance that comes back has what the
    others have, otherwise nothing.

    Other stores that it is joined to have what is written here `lag_s` later; with `waits_for_far` a write is not
    answered before.
    """

    nodes: int
    copies: int
    read_quorum: int
    write_quorum: int
    write_factor: float = 1.0
    repairs: bool = True
    lag_s: float = 0.0
    waits_for_far: bool = False


@dataclass(frozen=True, slots=True)
class Refilling:
    """How the entries of a cache end and come again; the defaults guard nothing.

    `jitter`: the time to live of an entry is drawn between 1 - jitter and 1 + jitter of what it should be. That a key
    does not exist is remembered for `negative_s` (0: not at all). With `starts_full` the most popular keys are there at
    the beginning.

    With `lease_s` above 0 one lookup at most rebuilds a key at a time, until it is done or that long; with `waits` the
    others wait for it, or take an answer that is over by less than `stale_s`. With `refreshes` nobody's request
    rebuilds what has less than `ahead` of its time to live before it. `beta` above 0 lets readers rebuild a key before
    its end, the more likely the nearer it is and the longer rebuilding took, at first `rebuild_s`.
    """

    jitter: float = 0.0
    negative_s: float = 0.0
    starts_full: bool = False
    lease_s: float = 0.0
    waits: bool = False
    refreshes: bool = False
    ahead: float = 0.0
    stale_s: float = 0.0
    beta: float = 0.0
    rebuild_s: float = 0.0

    @property
    def guards(self) -> bool:
        """True when keys are watched while they are rebuilt."""
        return max(self.lease_s, self.beta) > 0.0


PLAIN = Refilling()


@dataclass(frozen=True, slots=True)
class Zonal:
    """A cache that is there `replicas` times, each time with its whole capacity on `shards_each` instances.

    A lookup goes to the replica in the zone of whoever asks; what is stored goes to all. With `falls_back` who finds
    nothing there, or nobody, asks the others, and has the answer `crossing_s` later. What a single cache says of the
    rest does not matter.
    """

    replicas: int = 1
    shards_each: int = 0
    falls_back: bool = False
    crossing_s: float = 0.0


ONCE = Zonal()


@dataclass(frozen=True, slots=True)
class Wishes:
    """How what a source asks for differs from one fixed law of popularity; the defaults leave it as it is.

    A share `wonder_ratio` of its requests ask for what nobody asks for again. Its ranks have a correlation
    `correlation` with those of a source that leaves them alone (1: the same), and every `drift_every_s` a share
    `drift_share` of them is dealt out anew, in all sources of a design alike. At most `premiere_share` of the requests
    ask for the newest title, the last one: a logistic rise around `premiere_at_s` and a decay from then on.
    """

    wonder_ratio: float = 0.0
    correlation: float = 1.0
    drift_share: float = 0.0
    drift_every_s: float = 86_400.0
    premiere_share: float = 0.0
    premiere_at_s: float = 0.0
    premiere_rise_s: float = 600.0
    premiere_fade_s: float = 129_600.0

    @property
    def has_ranks(self) -> bool:
        """True when which title has which rank is this source's own."""
        return self.drift_share > 0.0 or self.correlation < 1.0

    @property
    def vary(self) -> bool:
        """True when a request may ask for something else than the title of the rank that it draws."""
        return self.has_ranks or max(self.wonder_ratio, self.premiere_share) > 0.0


ONE_LAW = Wishes()


class Rows(Protocol):
    """The row builder that a component's `lower` is handed; each call adds a mechanism to that component.

    A component without a station answers at once; a component without a source sends nothing by itself.
    """

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
        """Servers with one queue an instance. `queue_limit` counts waiting requests per instance (NO_LIMIT: none).

        `discipline` is one of DISCIPLINES. With `drops_expired` a request whose turn has come is dropped when less than
        `deadline_margin_s` is left before its caller's timeout. An adaptive_lifo queue serves the newest first when it
        has not been empty for `lifo_after_s`.
        """

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
        """Keys, sharded over the station's instances by key; `eviction` names a file of engine/evictions.

        `ttl_s` 0 means entries never expire. `renews_on` is "write" or "read". `looks_aside` True: the caller is told
        hit or miss and fills it (`Connection.on_miss`). False: read-through, the component makes its own calls on
        a miss only, and stores the answer. With `lookup_s` it is no station of its own: every instance of its caller
        has a copy of that capacity, lost when that instance ends, and looks into it for so long.
        """

    def replicas(self, told: Replicas) -> None:
        """Every key lies on several instances of the station; see `Replicas`."""

    def deadline(self, *, limit_s: float | None, passes_on: bool, cancels: bool) -> None:
        """A limit for every request of this component, `limit_s` from its arrival (None: only what its callers say).

        `passes_on` and `cancels` hold for all connections that leave it, as the fields of the same kind would.
        """

    def steering(self) -> None:
        """The shares of its calls may be changed while it runs (`set_share`); at first they are as drawn."""

    def role(self, name: str) -> None:
        """What its controller is to failures, which tell it something (`tell_controller`): a name in `mechanisms`."""

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
        """A traffic source. Every request draws one key, 0 is the most popular; a share of the keys does not exist.

        `process` is one of PROCESSES. `burstiness` is the index of dispersion of "mmpp". A "closed" source has `users`
        who think for `think_s` on average; the others follow the rate of the workload. `priority` is one of CLASSES,
        for its requests and for all work below them. Each request is sent by one of `people`, drawn evenly.
        """

    def log(self, *, key: str, acks: str, is_replicated: bool, retention_s: float) -> None:
        """Makes the station's instances the partitions of a topic, which are handed on to groups of consumers.

        `key` is one of PARTITION_KEYS, `acks` one of ACKS. Messages older than `retention_s` are dropped (0: never).
        """

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
        """Makes the station serve the partitions of topics with `count` consumers, one message at a time each.

        `commit` is one of COMMITS, once every `batch` messages. With `gives_up` a message that failed `retries` times
        more is dead-lettered, without it is tried for ever.
        """

    def dead_letters(self, *, is_parked: bool) -> None:
        """What the station has served goes back to where it failed; with `is_parked` not before somebody says so."""
