"""What a controller is: something in the drawing that looks at the run now and then, and acts.

A controller is a plain Python object, made anew for every run from a component of the drawing. It acts at instants that
it chooses itself, between two slices of the event loop; it never sees the loop, only exact counters (`View`), and it
changes the run by edits alone, as failures do.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from engine.design.kinds import Edit
from engine.design.model import Component, Connection

NEVER_NS = 1 << 62
"""The next instant of a controller that will not act again."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The counters of one component at one time, since the run began; areas are count-nanoseconds, exact.

    `arrivals` reached the component (a source sent them), `errors` are those of its row in the summary,
    `latency_counts` is the histogram of its answered work.
    """

    component: str
    clock_ns: int
    arrivals: int
    completions: int
    errors: int
    busy_area: int
    queue_area: int
    system_area: int
    up_area: int
    latency_counts: Any


@dataclass(frozen=True, slots=True)
class Window:
    """What happened at one component between two readings; None where nothing could be measured.

    `utilisation` is the share of the slots of running instances that was busy; `requests_per_s`, `concurrency`
    (waiting, in service or waiting for calls of their own) and `queue` are means of one running instance. `error_ratio`
    is the share of finished work that failed. Latencies are those of answered work.
    """

    span_s: float
    arrivals: int
    completions: int
    errors: int
    instances: float
    utilisation: float | None
    requests_per_s: float | None
    concurrency: float | None
    queue: float | None
    error_ratio: float | None
    latency_s_p50: float | None
    latency_s_p95: float | None
    latency_s_p99: float | None


@dataclass(frozen=True, slots=True)
class Arm:
    """What instances of one version did since the run began: work answered and failed, and the histogram of the
    latencies of the former."""

    done: int
    failed: int
    latency_counts: Any

    @property
    def finished(self) -> int:
        """Work that is over."""
        return self.done + self.failed

    def since(self, before: Arm) -> Arm:
        """What was done after another look."""
        counts = self.latency_counts - before.latency_counts
        return Arm(self.done - before.done, self.failed - before.failed, counts)


@dataclass(frozen=True, slots=True)
class Roll:
    """Who is who among the instances of a component, the first one first: arrays of bool and of ns.

    `is_stopped` are those that were told to leave, or have left, or were never there. `ready_ns` is when they last came
    up, or will; `gone_ns` when they were last killed or told to leave (long before the run when never).
    """

    is_up: Any
    is_stopped: Any
    ready_ns: Any
    gone_ns: Any


@dataclass(frozen=True, slots=True)
class Given:
    """Requests that a source is to send: arrays of one length, in any order; those for one instant begin in this order.

    `at_ns` are instants from now on. `tags` (int64, None or -1: nobody asks) come back with what becomes of each.
    `keys`, `people`, `classes` (numbers in CLASSES) None or -1 are drawn as for the source's own requests.
    """

    at_ns: Any
    tags: Any = None
    keys: Any = None
    people: Any = None
    classes: Any = None


@dataclass(frozen=True, slots=True)
class Ended:
    """What became of requests that were given with a tag, in the order in which they ended: arrays of one length.

    `outcomes` are numbers of `engine.kernel.outcomes`, 0 is ok; `is_good` says the same in one word.
    """

    tags: Any
    outcomes: Any
    is_good: Any
    given_ns: Any
    ended_ns: Any


class View(Protocol):
    """What a controller may see and say at one instant."""

    @property
    def now_ns(self) -> int:
        """The clock of the run."""

    def reading(self, component: str) -> Reading:
        """The counters of a component now."""

    def window(self, since: Reading) -> Window:
        """What happened at a component between a reading and now."""

    def arm(self, component: str, version: int) -> Arm:
        """What the instances of one version (0 old, 1 new, 2 baseline) of a watched component did."""

    def instances_up(self, component: str) -> int:
        """Instances of a component that take calls."""

    def roll(self, component: str) -> Roll:
        """Who is who among the instances of a component."""

    def told(self, component: str) -> float:
        """What a failure tells the controller that this component is; 0 when all is well."""

    def is_answering(self, component: str) -> bool:
        """True when a health check would be answered: an instance is up and neither hangs nor refuses."""

    def crowding(self, component: str) -> tuple[int, float]:
        """On how many hosts of a pool other tenants take more than their share, and how much that is."""

    def load(self, component: str) -> Any:
        """The share of the slots of each instance of a component that is busy at this instant, the first one first."""

    def busy(self, component: str) -> Any:
        """How many slots of each instance of a component are held at this instant, the first one first."""

    def instances_booting(self, component: str) -> int:
        """Instances of a component that were started and are not ready yet."""

    def is_filling(self, component: str) -> bool:
        """True while a shard of a cache that was emptied, or is new, has not been filled to the end by a warmer."""

    def label(self, component: str) -> str:
        """The name of a component on the canvas."""

    def uniform(self, number: int) -> float:
        """The `number`-th draw of this controller, in (0, 1); the same whenever it is asked for."""

    def give(self, source: str, given: Given) -> None:
        """Lets a source send requests besides its own; ValueError when it cannot."""

    def collect(self, source: str) -> Ended:
        """What has become of tagged requests that a source was given, since the last look; it is told once."""

    def say(self, sentence: str, target: str) -> None:
        """Writes a sentence about a component into the log of the run."""


class Controller(Protocol):
    """One controller of one run. It is a dataclass, and remembers plain values, arrays and dataclasses of the engine,
    so that a run can be put aside (engine/checkpoint.py)."""

    next_ns: int
    """When it wants to look next; after `act` this lies in the future. NEVER_NS ends it."""

    def act(self, view: View) -> Sequence[Edit]:
        """Looks, says what is worth saying, and returns what to change now."""

    def report(self) -> Mapping[str, Any]:
        """Plain values for the summary."""


@dataclass(frozen=True, slots=True)
class Controlled:
    """What a controller is made from: its own component, what it is connected to (by sorted id), how many instances
    each of that begins with, and the calls of the design."""

    component: Component
    targets: tuple[Component, ...]
    instances: Mapping[str, int]
    calls: tuple[Connection, ...]


def _none(_: Controlled) -> Mapping[str, int]:
    return {}


@dataclass(frozen=True, slots=True)
class ControllerType:
    """A kind of controller: `name` is what a component type gives as its `controller`.

    `spare` says how many instances each controlled component may have besides those that it begins with, by its id.
    `watches` asks for `View.arm`. `is_sole`: no other of the kind may control the same component. `wakes`: it looks at
    once when its own component is hit by a failure. `refuses` is handed besides how many instances each controlled
    component may ever have, and says by parameter what cannot be.
    """

    name: str
    make: Callable[[Controlled], Controller]
    spare: Callable[[Controlled], Mapping[str, int]] = _none
    watches: bool = False
    is_sole: bool = False
    wakes: bool = False
    refuses: Callable[[Controlled, Mapping[str, int]], Mapping[str, str]] | None = None
