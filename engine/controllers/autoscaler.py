"""Autoscaler: as many instances as the load of the last window asks for.

want = ceil(n x metric / target), n being the mean number of instances that served in the window: a saturated metric
(utilisation cannot exceed 1) asks for at most n / target, so that a great overload takes several steps. The law is that
of target tracking, as in the Horizontal Pod Autoscaler of Kubernetes (documentation, "Algorithm details").
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from engine.design.control import Controlled, Controller, ControllerType, Reading, View, Window
from engine.design.kinds import Edit

ROUNDING = 1e-9
"""A want of 6.0000000001 instances is one of 6."""


@dataclass(frozen=True, slots=True)
class Law:
    """The parameters of an autoscaler, times in ns; `target` is in the unit of the metric."""

    metric: str
    target: float
    window_ns: int
    eval_ns: int
    boot_s: float
    cooldown_ns: int
    least: int
    most: int
    step: float
    buffer: int
    forecast_error: float
    scheduled_ns: tuple[int, int]
    scheduled_instances: int


@dataclass(slots=True)
class Target:
    """One component under control. `since` are readings at the beginnings of windows under way, oldest first."""

    name: str
    since: list[Reading] = field(default_factory=list)
    rate_per_s: float | None = None
    changed_ns: int = 0


@dataclass(slots=True)
class Autoscaler:
    """Looks every `eval_ns`, and a window before that."""

    label: str
    law: Law
    targets: list[Target]
    next_ns: int = 0
    evaluations: int = 1
    windows: int = 1
    started: int = 0
    stopped: int = 0
    forecasts: int = 0

    def act(self, view: View) -> Sequence[Edit]:
        """Begins windows and ends them; at the end of one it may start or stop instances."""
        edits: list[Edit] = []
        if view.now_ns >= self.evaluations * self.law.eval_ns:
            self.evaluations += 1
            for each in self.targets:
                edits += self._scale(view, each)
        while view.now_ns >= self._window_begins(self.windows):
            for each in self.targets:
                each.since.append(view.reading(each.name))
            self.windows += 1
        self.next_ns = min(self.evaluations * self.law.eval_ns, self._window_begins(self.windows))
        return edits

    def report(self) -> Mapping[str, Any]:
        """How often it acted."""
        return {"started": self.started, "stopped": self.stopped}

    def _window_begins(self, number: int) -> int:
        return max(number * self.law.eval_ns - self.law.window_ns, 0)

    def _scale(self, view: View, target: Target) -> list[Edit]:
        window = view.window(target.since.pop(0))
        present = view.instances_up(target.name) + view.instances_booting(target.name)
        wanted, why = self._wanted(view, target, window)
        law = self.law
        want = math.ceil(wanted - ROUNDING) + law.buffer
        want = max(min(want, math.floor(present * law.step)), math.ceil(present / law.step))
        want = max(law.least, min(want, law.most))
        if want > present:
            return self._start(view, target, present, want, why)
        if want < present and view.now_ns - target.changed_ns >= law.cooldown_ns:
            return self._stop(view, target, present, want, why)
        return []

    def _wanted(self, view: View, target: Target, window: Window) -> tuple[float, str]:
        """Instances that the load asks for, and why in words; as many as there are when nothing was measured."""
        law, held = self.law, window.instances
        rate_before, target.rate_per_s = target.rate_per_s, window.arrivals / window.span_s
        if law.metric == "schedule":
            begins, ends = law.scheduled_ns
            is_on = begins <= view.now_ns < ends
            return float(law.scheduled_instances if is_on else law.least), "the schedule says so"
        measured, words = METRICS[law.metric](window)
        if measured is None:
            return float(view.instances_up(target.name)), "nothing was measured"
        why = f"{words.format(measured)} over {window.span_s:g} s"
        if law.metric == "predictive" and rate_before and target.rate_per_s:
            growth = self._forecast(view, rate_before, target.rate_per_s)
            return held * measured * growth / law.target, f"{why}, and {growth:.2f} times as much is expected"
        return held * measured / law.target, why

    def _forecast(self, view: View, before_per_s: float, now_per_s: float) -> float:
        """The rate when a boot that begins now is over, as a multiple of the present one: a straight line, and an error
        drawn evenly between minus and plus `forecast_error`."""
        self.forecasts += 1
        ahead_s = self.law.boot_s + self.law.eval_ns / 1e9
        slope = (now_per_s - before_per_s) / (self.law.eval_ns / 1e9)
        wrong = 1.0 + self.law.forecast_error * (2.0 * view.uniform(self.forecasts) - 1.0)
        return max(now_per_s + slope * ahead_s, 0.0) / now_per_s * wrong

    def _start(self, view: View, target: Target, present: int, want: int, why: str) -> list[Edit]:
        count = want - present
        target.changed_ns = view.now_ns
        self.started += count
        view.say(f"{self.label}: {present} → {want} instances of {view.label(target.name)} because {why}", target.name)
        boot = Edit("boot_time", target.name, self.law.boot_s)
        return [boot, Edit("start_instances", target.name, float(count))]

    def _stop(self, view: View, target: Target, present: int, want: int, why: str) -> list[Edit]:
        count = min(present - want, view.instances_up(target.name))
        target.changed_ns = view.now_ns
        self.stopped += count
        text = f"{self.label}: {present} → {present - count} instances of {view.label(target.name)} because {why}"
        view.say(text, target.name)
        return [Edit("stop_instances", target.name, float(count))] if count else []


METRICS: dict[str, Callable[[Window], tuple[float | None, str]]] = {
    "cpu": lambda window: (window.utilisation, "utilisation was {:.2f}"),
    "predictive": lambda window: (window.utilisation, "utilisation was {:.2f}"),
    "rps": lambda window: (window.requests_per_s, "an instance got {:.3g} requests/s"),
    "concurrency": lambda window: (window.concurrency, "an instance held {:.3g} requests"),
    "queue": lambda window: (window.queue, "{:.3g} requests waited at an instance"),
}
"""What is measured of a window, and how it is told."""

OF_SLOTS = ("cpu", "predictive")
"""Metrics whose target is a utilisation; that of the others is a number for each instance."""


def law_of(parameters: Mapping[str, Any]) -> Law:
    """The law from the parameters of the component."""
    metric = str(parameters["metric"])
    begins_ns = round(float(parameters["scheduled_at_s"]) * 1e9)
    least = int(parameters["min"])
    return Law(
        metric=metric,
        target=float(parameters["target"] if metric in OF_SLOTS else parameters["target_per_instance"]),
        window_ns=round(float(parameters["window_s"]) * 1e9),
        eval_ns=round(float(parameters["eval_s"]) * 1e9),
        boot_s=float(parameters["boot_s"]),
        cooldown_ns=round(float(parameters["cooldown_in_s"]) * 1e9),
        least=least,
        most=max(int(parameters["max"]), least),
        step=float(parameters["step_max"]),
        buffer=int(parameters["buffer"]),
        forecast_error=float(parameters["forecast_error"]),
        scheduled_ns=(begins_ns, begins_ns + round(float(parameters["scheduled_for_s"]) * 1e9)),
        scheduled_instances=int(parameters["scheduled_instances"]),
    )


def make(controlled: Controlled) -> Controller:
    """One autoscaler for all components that its arrows lead to, each by itself."""
    component = controlled.component
    return Autoscaler(component.label, law_of(component.parameters), [Target(each.id) for each in controlled.targets])


def spare(controlled: Controlled) -> Mapping[str, int]:
    """As many as the most allow."""
    most = law_of(controlled.component.parameters).most
    return {name: max(most - count, 0) for name, count in controlled.instances.items()}


CONTROLLER = ControllerType("autoscaler", make, spare)
