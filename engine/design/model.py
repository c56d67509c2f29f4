"""The design: what a person drew, read and checked, in SI units and frozen.

A document (JSON or YAML text) becomes a `Design` in `engine.design.read`; nothing else makes one.
Times are seconds, sizes bytes, rates per second, ratios 0 to 1.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

Value = float | int | str | bool
PUBLISH = "publish"
"""The kind of connections that carry messages: nobody waits for an answer."""

CONTROL = "control"
"""The kind of connections that carry no requests: they lead from a controller to what it controls."""

COPY = "copy"
"""The kind of connections that carry no requests: each of two stores gets copies of what is written at the other."""

STREAM = "stream"
"""The kind of connections that carry bytes instead of requests: from viewers to what serves them, and from there to
where it fetches what it does not hold."""


@dataclass(frozen=True, slots=True)
class DesignError:
    """One thing that is wrong, at a path into the document, in a sentence that says what to do.

    `path` is dotted with list positions in brackets: `components[3].parameters.slots`.
    """

    path: str
    message: str


@dataclass(frozen=True, slots=True)
class Place:
    """A region or zone that holds components; `within` names the place around it.

    With a `position` and a `size` its box is at least so large; a collapsed one is drawn as one card.
    """

    id: str
    type: str
    label: str
    within: str | None = None
    position: tuple[float, float] | None = None
    size: tuple[float, float] | None = None
    is_collapsed: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """What somebody wrote on the canvas."""

    id: str
    text: str
    position: tuple[float, float] = (0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Component:
    """A box of the drawing: `type` names a file in `engine.components`."""

    id: str
    type: str
    label: str
    parameters: Mapping[str, Value]
    place: str | None = None
    position: tuple[float, float] = (0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Retry:
    """How a caller tries again: `attempts` counts the first try, so 1 means no retry."""

    attempts: int = 1
    backoff_s: float = 0.05
    backoff_cap_s: float = 2.0
    jitter: str = "full"


@dataclass(frozen=True, slots=True)
class Connection:
    """An arrow of the drawing: `source` calls `target` and waits for the answer.

    `order`: calls of one caller run in rising order; equal orders run side by side.
    `probability`: this call is made with that chance, independently of others.
    `share`: among the calls of equal order that carry a share, exactly one is made, with that chance
    (shares of one order sum to at most 1; the rest makes no call). A connection has a share or a
    probability below 1, never both.
    `on_miss`: names a cache that the same caller looked up in an earlier order; the call is made only if
    that lookup missed, and its answer is then stored in that cache.
    `optional`: a failure of this call does not fail the caller; `fallback_s` is what the substitute costs.
    `enough`: of the calls of this order so many must go well, then the caller goes on (None: all of them).
    `copies`: the call is made so many times side by side, at different instances; `needed` of them must go well (None:
    all). `times`: it is made so many times, one after another.
    `fallback_to`: id of another connection of the same caller, called instead when this call has failed for good; that
    one is not called otherwise.
    `only_for`: the call is made for requests of this priority class only (None: for all).
    `passes_deadline`: the callee knows by when its answer is of use, and so do those that it calls in the same way.
    `cancels`: the callee is told when the caller needs its answer no more, and stops.
    `writes`: the call changes what a store with replicas keeps; other calls read it.
    `timeout_s` None waits for ever. `delay_s` is the one-way network delay.
    `policies` maps names of files in `engine.policies` to their parameters.
    """

    id: str
    source: str
    target: str
    kind: str = "call"
    order: int = 1
    probability: float = 1.0
    share: float | None = None
    on_miss: str | None = None
    optional: bool = False
    fallback_s: float = 0.0
    timeout_s: float | None = None
    delay_s: float = 0.0
    balancing: str = "round_robin"
    enough: int | None = None
    copies: int = 1
    needed: int | None = None
    times: int = 1
    fallback_to: str | None = None
    only_for: str | None = None
    passes_deadline: bool = False
    cancels: bool = False
    writes: bool = False
    retry: Retry = field(default_factory=Retry)
    policies: Mapping[str, Mapping[str, Value]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Traffic:
    """The traffic shape that one source follows: `shape` names a file in `engine.workloads`."""

    source: str
    shape: str
    parameters: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Workload:
    """How long the run is and what traffic each source sends.

    Measurements other than the counts of requests begin at `warm_up_s`.
    """

    duration_s: float = 300.0
    warm_up_s: float = 0.0
    traffic: tuple[Traffic, ...] = ()


@dataclass(frozen=True, slots=True)
class Scheduled:
    """A failure (or a change of traffic) at a time; with `lasts_s` it heals by itself."""

    at_s: float
    failure: str
    target: str
    parameters: Mapping[str, Value]
    lasts_s: float | None = None


@dataclass(frozen=True, slots=True)
class Objective:
    """A promise that the report holds against the result: `metric` of `of` is `at_most` or `at_least`.

    `of` is a component id, a connection id, or a class name of a traffic source.
    """

    metric: str
    of: str
    at_most: float | None = None
    at_least: float | None = None


@dataclass(frozen=True, slots=True)
class Design:
    """A whole design, valid by construction. Designs that differ in their notes alone are equal."""

    name: str
    components: tuple[Component, ...]
    connections: tuple[Connection, ...]
    places: tuple[Place, ...] = ()
    workload: Workload = field(default_factory=Workload)
    schedule: tuple[Scheduled, ...] = ()
    objectives: tuple[Objective, ...] = ()
    description: str = ""
    notes: tuple[Note, ...] = field(default=(), compare=False)

    @property
    def calls(self) -> tuple[Connection, ...]:
        """The connections over which requests go. Where a component has a timeout for its stages (a parameter
        `stage_timeout_ms`), that is the timeout of those of its calls that have none."""
        stages = {
            each.id: float(each.parameters["stage_timeout_ms"]) / 1000.0
            for each in self.components
            if "stage_timeout_ms" in each.parameters
        }
        return tuple(
            replace(each, timeout_s=stages[each.source]) if each.timeout_s is None and each.source in stages else each
            for each in self.connections
            if each.kind not in (CONTROL, COPY, STREAM)
        )

    @property
    def controls(self) -> tuple[Connection, ...]:
        """The connections from controllers to what they control."""
        return tuple(each for each in self.connections if each.kind == CONTROL)

    @property
    def joints(self) -> tuple[Connection, ...]:
        """The connections between stores that send each other copies."""
        return tuple(each for each in self.connections if each.kind == COPY)

    @property
    def streams(self) -> tuple[Connection, ...]:
        """The connections that carry bytes, in the order in which their sources prefer them."""
        return tuple(sorted((each for each in self.connections if each.kind == STREAM), key=lambda each: each.order))
