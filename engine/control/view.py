"""What controllers see: exact counters of the kernel's state at one instant."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from engine.design.control import Arm, Ended, Given, Reading, Roll, Window
from engine.kernel.histogram import ALL_OCTAVES, quantile_ns
from engine.kernel.life import ABSENT, LEAVING, UP
from engine.kernel.random import CONTROL, numbered, uniform
from engine.kernel.state import REFUSING, STALLED, State
from engine.kernel.warming import is_warming
from engine.plan.giving import collect_requests, give_requests
from engine.plan.plan import Plan

Say = Callable[[str, str], None]


@dataclass(frozen=True, slots=True)
class Sight:
    """The `View` of one controller at one instant; the areas of the state are up to date."""

    plan: Plan
    state: State
    labels: Mapping[str, str]
    stream: int
    now_ns: int
    tell: Say

    def reading(self, component: str) -> Reading:
        """The counters of a component now."""
        row = self.plan.component_rows[component]
        here = self.state.component_states[row]
        return Reading(
            component=component,
            clock_ns=self.now_ns,
            arrivals=self._arrivals(row),
            completions=int(here["completions"]),
            errors=int(here["errors"].sum()),
            busy_area=_area(here, "busy"),
            queue_area=_area(here, "queue"),
            system_area=_area(here, "system"),
            up_area=_area(here, "up"),
            latency_counts=self.state.latency[row] + self.state.window[row],
        )

    def window(self, since: Reading) -> Window:
        """What happened at a component between a reading and now."""
        now = self.reading(since.component)
        span_ns, up_area = now.clock_ns - since.clock_ns, now.up_area - since.up_area
        slots = int(self.plan.tables.components[self.plan.component_rows[since.component]]["slots"])
        arrivals, errors = now.arrivals - since.arrivals, now.errors - since.errors
        completions = now.completions - since.completions
        counts = (now.latency_counts - since.latency_counts).astype(np.int64)
        return Window(
            span_s=span_ns / 1e9,
            arrivals=arrivals,
            completions=completions,
            errors=errors,
            instances=up_area / span_ns if span_ns else 0.0,
            utilisation=_ratio(now.busy_area - since.busy_area, slots * up_area),
            requests_per_s=_ratio(arrivals * 1e9, up_area),
            concurrency=_ratio(now.system_area - since.system_area, up_area),
            queue=_ratio(now.queue_area - since.queue_area, up_area),
            error_ratio=_ratio(errors, completions + errors),
            latency_s_p50=_quantile_s(counts, 0.50),
            latency_s_p95=_quantile_s(counts, 0.95),
            latency_s_p99=_quantile_s(counts, 0.99),
        )

    def arm(self, component: str, version: int) -> Arm:
        """What the instances of one version of a watched component did."""
        first = int(self.plan.tables.components[self.plan.component_rows[component]]["first_instance"])
        row = int(self.state.lives[first]["arm"]) + version
        here = self.state.arms[row]
        return Arm(int(here["done"]), int(here["failed"]), self.state.arm_latency[row].copy())

    def instances_up(self, component: str) -> int:
        """Instances of a component that take calls."""
        return int(self.state.component_states[self.plan.component_rows[component]]["up"])

    def roll(self, component: str) -> Roll:
        """Who is who among the instances of a component."""
        here = self.plan.tables.components[self.plan.component_rows[component]]
        lives = self.state.lives[int(here["first_instance"]) : int(here["first_instance"]) + int(here["instances"])]
        return Roll(
            is_up=lives["phase"] == UP,
            is_stopped=(lives["phase"] == LEAVING) | (lives["phase"] == ABSENT),
            ready_ns=lives["ready_ns"].copy(),
            gone_ns=lives["gone_ns"].copy(),
        )

    def told(self, component: str) -> float:
        """What a failure tells the controller that this component is."""
        return float(self.state.component_states[self.plan.component_rows[component]]["told"])

    def is_answering(self, component: str) -> bool:
        """True when an instance of a component is up and neither hangs nor refuses."""
        row = self.plan.component_rows[component]
        first = int(self.plan.tables.components[row]["first_instance"])
        rows = self.state.instances[first : first + int(self.plan.tables.components[row]["instances"])]
        return bool(((rows["is_up"] == 1) & (rows["hindrance"] & (STALLED | REFUSING) == 0)).any())

    def crowding(self, component: str) -> tuple[int, float]:
        """What a failure tells a pool of other tenants: on how many hosts, and how much they take."""
        here = self.state.component_states[self.plan.component_rows[component]]
        return int(here["crowded_hosts"]), float(here["crowding"])

    def load(self, component: str) -> Any:
        """The share of the slots of each instance of a component that is busy at this instant."""
        return self.busy(component) / int(self.plan.tables.components[self.plan.component_rows[component]]["slots"])

    def busy(self, component: str) -> Any:
        """How many slots of each instance of a component are held at this instant."""
        here = self.plan.tables.components[self.plan.component_rows[component]]
        first = int(here["first_instance"])
        return self.state.instances["busy"][first : first + int(here["instances"])]

    def instances_booting(self, component: str) -> int:
        """Instances of a component that were started and are not ready yet."""
        return int(self.state.component_states[self.plan.component_rows[component]]["booting"])

    def is_filling(self, component: str) -> bool:
        """True while a shard of a cache has not been filled to the end since it was emptied."""
        return is_warming(self.plan.tables, self.state, self.plan.component_rows[component])

    def label(self, component: str) -> str:
        """The name of a component on the canvas."""
        return self.labels[component]

    def uniform(self, number: int) -> float:
        """The `number`-th draw of this controller, in (0, 1)."""
        return float(uniform(np.uint64(numbered(np.uint64(self.stream), number)), CONTROL))

    def give(self, source: str, given: Given) -> None:
        """Lets a source send requests besides its own."""
        give_requests(self.plan, self.state, source, given)

    def collect(self, source: str) -> Ended:
        """What has become of tagged requests that a source was given, since the last look."""
        return collect_requests(self.plan, self.state, source)

    def scale(self, source: str) -> float:
        """How many times its drawn rate a source is told to send; 1 when all is well."""
        here = self.plan.tables.sources["component"] == self.plan.component_rows[source]
        return float(self.state.source_states["scale"][here][0])

    def say(self, sentence: str, target: str) -> None:
        """Writes a sentence about a component into the log of the run."""
        self.tell(sentence, target)

    def _arrivals(self, row: int) -> int:
        tables = self.plan.tables
        came = self.state.connection_states["arrivals"][tables.connections["target"] == row].sum()
        return int(came) + int(self.state.source_states["requests"][tables.sources["component"] == row].sum())


def _area(here: np.void, name: str) -> int:
    return int(here[f"{name}_area_us"]) * 1000 + int(here[f"{name}_area"])


def _ratio(part: float, whole: float) -> float | None:
    return part / whole if whole > 0 else None


def _quantile_s(counts: Any, q: float) -> float | None:
    total = int(counts.sum())
    return float(quantile_ns(counts, ALL_OCTAVES, total, q)) / 1e9 if total else None
