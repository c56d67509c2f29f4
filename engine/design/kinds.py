"""The base types of kinds: what a component, a failure or a traffic shape file must declare.

A kind is lowered, never branched on: it is handed a row builder and describes rows of mechanisms.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from engine.design.model import Component, Value
from engine.design.rows import Replicas, Rows

if TYPE_CHECKING:
    from engine.design.carriers import CarrierPlan, FillPlan, SteeringPlan
    from engine.design.population import LicencePlan, PlanePlan


@dataclass(frozen=True, slots=True)
class Parameter:
    """One thing a person may set, with all that a form needs.

    `kind` is one of "number", "count", "choice", "flag", "points" (see points.py), "numbers" (see numbers.py).
    `unit` is the unit of the plain
    number in a document and in the inspector ("ms", "s", "1/s", "ratio", "count", "x", "Gbit/s"); quantities with a
    unit in the text are converted to it. `low` and `high` are hard limits in that unit. `source` says where the default
    comes from. `said` gives choices a label and a sentence where their names do not speak for themselves.
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
    said: Mapping[str, tuple[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Preset:
    """A ready-made variant of a component type for the palette, such as "Auth service"."""

    name: str
    label: str
    help: str
    parameters: Mapping[str, Value]


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
    instance, for each slot of an instance, for each replica that an instance keeps of each key, and for each of the
    `appliances` of what carries bytes."""

    component_per_h: float = 0.0
    instance_per_h: float = 0.0
    slot_per_h: float = 0.0
    replica_per_h: float = 0.0
    appliance_per_h: float = 0.0

    def without_instances(self, component: Component) -> float:
        """Credits an hour of a component but for its instances."""
        return self.component_per_h + self.appliance_per_h * int(component.parameters.get("appliances", 0))

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


TOLD_OF_REQUESTS = ("rate_per_s", "hit_ratio", "latency_s_p99")
TOLD_OF_BYTES = ("gbps", "byte_hit_ratio", "utilisation")


@dataclass(frozen=True, slots=True)
class ComponentType:
    """A kind of component: everything about it in one place.

    `can_call` and `accepts_calls` decide which connections may be drawn; `connection_kind` is the kind
    of the connections that arrive ("call", "lookup" or "publish"). `called_by` and `calls_only` name the mechanism that
    whoever calls it, or is called by it, must have. `controller` names a file of `engine.controllers`: such a
    component handles no requests; its arrows are control connections, and lead to components that have one of the
    mechanisms in `controls`; one that never `acts` only looks at them. `explain` is handed the component and its row of
    the summary. `own_rate_per_s` is the most that a component sends which needs no traffic of the workload. `replicas`
    says how often calls to it are made: once unless it keeps several copies of what it is asked for. Where it `joins`
    components with a mechanism, the arrows from it lead to those and are copy connections.
    A source with `watching` sends nothing by itself: it is given the curve of the workload as sessions a second and
    returns viewers of the data plane, whose presses of play are its requests. `licensing` tells what keys viewers get
    whose arrow leads there.
    One that is `carrying` carries bytes of viewers: its arrows, and those that arrive, are streams.
    One that is `guiding` has no controller: its arrows lead to tiers, of which it says who is asked or what they hold.
    `headline` names what a card says live, the most telling first: metrics of components, carriers or viewers in
    frames, of which the first two are shown that there are. `trouble` names the one that stands apart when it is bad.
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
    watching: Callable[[Component, RateCurve], PlanePlan] | None = None
    carrying: Callable[[Component], CarrierPlan] | None = None
    guiding: Callable[[Component], SteeringPlan | FillPlan] | None = None
    joins: str = ""
    licensing: Callable[[Component], LicencePlan] | None = None
    headline: tuple[str, ...] = ()
    trouble: str = "errors_per_s"

    @property
    def figures(self) -> tuple[str, ...]:
        """Its headline, or what its mechanisms have to tell: bytes, nothing where it only controls, else requests."""
        if self.headline or self.controls:
            return self.headline
        return TOLD_OF_REQUESTS if self.carrying is None else TOLD_OF_BYTES

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


@dataclass(frozen=True, slots=True)
class EvictionType:
    """A rule by which a full cache chooses the key that makes room; the kernel knows it by its name (EVICTIONS)."""

    name: str
    label: str
    help: str
    source: str


@dataclass(frozen=True, slots=True)
class StampedeType:
    """A way to keep those who miss a hot key from all rebuilding it; `columns` gives fields of `Refilling` from the
    parameters of a cache."""

    name: str
    label: str
    help: str
    source: str
    columns: Callable[[Mapping[str, Value]], Mapping[str, float]]


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
    empty when there is none. `is_usual`: among those that a person reaches for first. `by_instance` names the edits
    that begin and heal it at one instance (their value is its number), for components that lie in a region of which a
    zone is hit: those of their instances that are in that zone.
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
    is_usual: bool = False
    by_instance: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class BuildType:
    """What may be wrong with a new build: how much longer its instances take, and the share that they fail.

    `is_everywhere`: it comes with data that every instance reads, whatever build it runs. `slower_per_min`: by how much
    of their normal length service times grow every minute.
    """

    name: str
    label: str
    slow_factor: float
    error_ratio: float
    is_everywhere: bool = False
    slower_per_min: float = 0.0


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
