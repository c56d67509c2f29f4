"""The base types of kinds: what a component, a failure or a traffic shape file must declare.

A kind is lowered, never branched on: it is handed a row builder and describes rows of mechanisms.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from engine.design.model import Component, Value

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
class Parameter:
    """One thing a person may set, with all that a form needs.

    `kind` is one of "number", "count", "choice", "flag", "points" (see points.py), "numbers" (see numbers.py).
    `unit` is the unit of the plain
    number in a document and in the inspector ("ms", "s", "1/s", "ratio", "count", "x", "Gbit/s"); quantities with a
    unit in the text are converted to it. `low` and `high` are hard limits in that unit. `source` says where the default
    comes from.
    """

    name: str
    label: str
    kind: str
    default: Value
    help: str
    unit: str = ""
    low: float | None = None
    high: float | None = None
    choices: tuple[str, ...] = ()
    source: str = ""
    advanced: bool = False


@dataclass(frozen=True, slots=True)
class Preset:
    """A ready-made variant of a component type for the palette, such as "Auth service"."""

    name: str
    label: str
    help: str
    parameters: Mapping[str, Value]


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
    """

    nodes: int
    copies: int
    read_quorum: int
    write_quorum: int
    write_factor: float = 1.0
    repairs: bool = True


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
    ) -> None:
        """Keys with least-recently-used eviction, sharded over the station's instances by key.

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
    ) -> None:
        """A traffic source. Every request draws one key, 0 is the most popular.

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


@dataclass(frozen=True, slots=True)
class Finding:
    """Something the report says about a component, in plain words.

    `severity` is "good", "notice", "warning" or "critical".
    """

    component: str
    severity: str
    text: str


@dataclass(frozen=True, slots=True)
class Price:
    """Credits an hour, chosen to force trade-offs rather than taken from a market: for the component as such, for each
    instance, for each slot of an instance, and for each replica that an instance keeps of each key."""

    component_per_h: float = 0.0
    instance_per_h: float = 0.0
    slot_per_h: float = 0.0
    replica_per_h: float = 0.0

    def of_an_instance(self, slots: int, replicas: int) -> float:
        """Credits an hour of one instance with so many slots that keeps each key so many times."""
        return self.instance_per_h + slots * self.slot_per_h + replicas * self.replica_per_h


def no_replicas(component: Component) -> Replicas | None:
    """Most components answer a call once."""
    del component
    return None


def no_rate_of_its_own(component: Component) -> float | None:
    """Most components send only what the workload says."""
    del component
    return None


@dataclass(frozen=True, slots=True)
class ComponentType:
    """A kind of component: everything about it in one place.

    `can_call` and `accepts_calls` decide which connections may be drawn; `connection_kind` is the kind
    of the connections that arrive ("call", "lookup" or "publish"). `called_by` and `calls_only` name the mechanism that
    whoever calls it, or is called by it, must have. `controller` names a file of `engine.controllers`: such a
    component handles no requests; its arrows are control connections, and lead to components that have one of the
    mechanisms in `controls`; one that never `acts` only looks at them. `explain` is handed the component and its row of
    the summary. `own_rate_per_s` is the most that a component sends which needs no traffic of the workload. `replicas`
    says how often calls to it are made: once unless it keeps several copies of what it is asked for.
    `icon` is the file name in static/icons without the ending (default: the kind's name).
    """

    name: str
    label: str
    family: str
    help: str
    parameters: tuple[Parameter, ...]
    lower: Callable[[Component, Rows], None]
    explain: Callable[[Component, Mapping[str, Any]], Sequence[Finding]]
    can_call: bool = True
    accepts_calls: bool = True
    connection_kind: str = "call"
    called_by: str = ""
    calls_only: str = ""
    presets: tuple[Preset, ...] = ()
    mechanisms: tuple[str, ...] = ()
    price: Price = Price()
    controller: str = ""
    controls: tuple[str, ...] = ()
    own_rate_per_s: Callable[[Component], float | None] = no_rate_of_its_own
    replicas: Callable[[Component], Replicas | None] = no_replicas
    acts: bool = True

    @property
    def connection_kinds(self) -> tuple[str, ...]:
        """The kinds of connections that may arrive: whoever takes calls may be told without an answer, unless copies of
        them are counted."""
        may_be_told = self.connection_kind == "call" and "replicas" not in self.mechanisms
        return (self.connection_kind, "publish") if may_be_told else (self.connection_kind,)


@dataclass(frozen=True, slots=True)
class BalancingType:
    """A rule by which a caller chooses among instances; what it does is decided by its name in the kernel.

    One that is `for_calls` keeps books on calls and answers, so that what is published cannot use it.
    """

    name: str
    label: str
    help: str
    for_calls: bool = False


class PolicyRow(Protocol):
    """The row builder that a policy's `lower` is handed: one row for all policies of a connection."""

    def rule(self, name: str) -> None:
        """Sets a bit by which the event loop notices the row: a name in `engine.kernel.policies.RULES`."""

    def write(self, **columns: float | str) -> None:
        """Fills columns of `engine.kernel.policies.POLICY`; what nobody fills is 0, which switches it off.

        Outcomes and algorithms are told by their names.
        """

    def publish(self, **columns: int) -> None:
        """Fills columns of `engine.kernel.state.PUBLISHING`; of no effect on connections that do not publish."""


@dataclass(frozen=True, slots=True)
class PolicyType:
    """A policy of a connection: what it decides is told by the columns that `lower` fills from the parameters.

    A connection has at most one policy of a type; two types that fill the same column exclude each other. One that
    `publishes` is for connections that publish, all others are for those that call.
    """

    name: str
    label: str
    help: str
    parameters: tuple[Parameter, ...]
    lower: Callable[[Mapping[str, Value], PolicyRow], None]
    publishes: bool = False


@dataclass(frozen=True, slots=True)
class Edit:
    """One change of kernel state.

    `operation` is a name in `engine.kernel.edits`, `target` a component or connection id.
    """

    operation: str
    target: str
    value: float


@dataclass(frozen=True, slots=True)
class FailureType:
    """A kind of failure: what it may hit and the edits it makes.

    `targets` is "component", "connection" or "place"; a failure of a place hits, by `reaches`, each component "inside"
    it that has what it `needs`, or each call across its "border". `needs` names the mechanism a component must have
    ("station", "cache", "source"; empty for connections). `edits` starts it, `heals` ends it (empty for what cannot be
    undone, such as a flush). `verb` is the label of the button ("Kill instances"), `heal_verb` that of its opposite,
    empty when there is none.
    """

    name: str
    label: str
    help: str
    verb: str
    heal_verb: str
    targets: str
    needs: str
    parameters: tuple[Parameter, ...]
    edits: Callable[[str, Mapping[str, Value]], Sequence[Edit]]
    heals: Callable[[str, Mapping[str, Value]], Sequence[Edit]]
    sentence: Callable[[str, Mapping[str, Value]], str]
    reaches: str = ""


@dataclass(frozen=True, slots=True)
class BuildType:
    """What may be wrong with a new build: how much longer its instances take, and the share that they fail.

    `is_everywhere`: it comes with data that every instance reads, whatever build it runs.
    """

    name: str
    label: str
    slow_factor: float
    error_ratio: float
    is_everywhere: bool = False


@dataclass(frozen=True, slots=True)
class RateCurve:
    """A rate over time: straight lines between the points (times rise; the last rate holds on)."""

    times_s: tuple[float, ...]
    rates_per_s: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class WorkloadType:
    """A kind of traffic shape. `curve` gets the parameters and the duration of the run in seconds."""

    name: str
    label: str
    help: str
    parameters: tuple[Parameter, ...]
    curve: Callable[[Mapping[str, Value], float], RateCurve]
