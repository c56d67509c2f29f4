"""Experiments: what a design is put through, and the parts of it that checks look at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from engine.design.check import check_runnable
from engine.design.model import Design, DesignError, Scheduled, Traffic
from grading.predicate import AFTER, BEFORE, DURING, FIRST, FROM, INTO, RECOVERY, STEADY, WHOLE, Window

SEEDS = (11, 12, 13)
SHORTEST_S = 0.001


@dataclass(frozen=True, slots=True)
class NamedFailure:
    """A failure of the schedule with the name by which windows speak of it."""

    name: str
    scheduled: Scheduled

    @property
    def began_s(self) -> float:
        """When it begins."""
        return self.scheduled.at_s

    def ended_s(self, duration_s: float) -> float:
        """When it is over: at the end of the run if it stays."""
        lasts_s = self.scheduled.lasts_s
        return duration_s if lasts_s is None else min(self.began_s + lasts_s, duration_s)


@dataclass(frozen=True, slots=True)
class Requirement:
    """Something that is asked from a moment on, in words; checks measure it in windows that speak of its name."""

    name: str
    at_s: float
    text: str


@dataclass(frozen=True, slots=True)
class Experiment:
    """What a design is put through: so long, with this traffic (None: that of the start design), with these failures.

    A check asks it of every seed. `name` is what checks and steps call it; times are seconds. One that `is_hidden` is
    run by checks alone, and nobody reads what came in it.
    """

    name: str
    title: str
    duration_s: float
    warm_up_s: float = 0.0
    traffic: tuple[Traffic, ...] | None = None
    failures: tuple[NamedFailure, ...] = ()
    seeds: tuple[int, ...] = SEEDS
    text: str = ""
    requirements: tuple[Requirement, ...] = ()
    is_hidden: bool = False

    def failure(self, name: str) -> NamedFailure | None:
        """The failure of a name."""
        return next((each for each in self.failures if each.name == name), None)

    def lasting_s(self, window: Window) -> tuple[float, float] | None:
        """From when to when the failure lasts of which a window speaks. A requirement is said in a moment, and lasts to
        the end where a window asks for what is in it."""
        failure = self.failure(window.of)
        if failure is not None:
            return failure.began_s, failure.ended_s(self.duration_s)
        said = next((each for each in self.requirements if each.name == window.of), None)
        if said is None:
            return None
        return said.at_s, self.duration_s if window.kind in (DURING, INTO) else said.at_s

    def span_s(self, window: Window | None) -> tuple[float, float] | None:
        """Begin and end of a window in seconds: what comes after the warm-up when none is given; None where only a
        result can say it, or where it is empty."""
        if window is None:
            return self.main_span_s
        if window.kind == RECOVERY:
            return None
        if window.kind == WHOLE:
            return 0.0, self.duration_s
        if window.kind == STEADY:
            first_s = min((each.began_s for each in self.failures), default=self.duration_s)
            return (self.warm_up_s, first_s) if first_s > self.warm_up_s else (self.warm_up_s, self.duration_s)
        lasting_s = self.lasting_s(window)
        if lasting_s is None:
            return None
        began_s, ended_s = lasting_s
        spans = {
            DURING: (began_s, ended_s),
            BEFORE: (min(self.warm_up_s, began_s), began_s),
            AFTER: (ended_s, self.duration_s),
            FIRST: (ended_s, min(ended_s + window.seconds, self.duration_s)),
            FROM: (ended_s + window.seconds, self.duration_s),
            INTO: (began_s + window.seconds, ended_s),
        }
        begin_s, end_s = spans[window.kind]
        return (begin_s, end_s) if end_s - begin_s >= SHORTEST_S else None

    @property
    def main_span_s(self) -> tuple[float, float]:
        """What the summary of the whole run measures: from the warm-up to the end."""
        return self.warm_up_s, self.duration_s


def compiled(
    design: Design, start: Design, experiment: Experiment, span_s: tuple[float, float] | None = None
) -> tuple[Design | None, list[DesignError]]:
    """The design as the experiment runs it: its own drawing, with the experiment's length, traffic and failures.

    With a span the run ends with it and its summary begins with it: the run is the same up to there, bit for bit.
    Gives (design, []) or (None, errors) when it cannot be run.
    """
    begin_s, end_s = span_s or experiment.main_span_s
    traffic = start.workload.traffic if experiment.traffic is None else experiment.traffic
    scheduled = tuple(each.scheduled for each in experiment.failures if each.began_s < end_s)
    workload = replace(design.workload, duration_s=end_s, warm_up_s=begin_s, traffic=traffic)
    ready = replace(design, workload=workload, schedule=_in_order(scheduled), objectives=())
    errors = check_runnable(ready)
    return (None, errors) if errors else (ready, [])


def _in_order(scheduled: Sequence[Scheduled]) -> tuple[Scheduled, ...]:
    return tuple(sorted(scheduled, key=_began_s))


def _began_s(scheduled: Any) -> float:
    return float(scheduled.at_s)
