"""UI server: apps that run an old bundle until they start again, or ask for a new one.

An app loads its bundle when it starts. Starts of one app are exponential apart, so that of those who run an old bundle
the share exp(-t / mean) still does after the time t, counted from when the new one has reached all servers. Apps that
ask at an interval have all asked after it, in a straight line, whatever they asked for first.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engine.design.control import NEVER_NS, Controlled, Controller, ControllerType, View
from engine.design.discovery import build_types
from engine.design.kinds import Edit

STEPS = 50
"""Looks in the mean time between two starts, or in an interval."""

FEW = 0.001
"""A share of apps that nobody counts any more."""


@dataclass(frozen=True, slots=True)
class Law:
    """The parameters, times in ns. `calls` (id, own probability) are made by old bundles alone; `failed` and `slow` are
    what an old bundle does to the target."""

    asks_at_start: bool
    period_ns: int
    propagation_ns: int
    calls: tuple[tuple[str, float], ...]
    failed: float
    slow: float


@dataclass(slots=True)
class UiServer:
    """`share` of the apps run an old bundle now, `told` of them at `since_ns`."""

    name: str
    label: str
    target: str
    law: Law
    next_ns: int = 0
    told: float = 0.0
    share: float = 0.0
    since_ns: int = 0

    def act(self, view: View) -> Sequence[Edit]:
        """Learns of a bundle that went stale, and lets apps find their way to the new one."""
        is_first = view.now_ns == 0
        if view.told(self.name) != self.told:
            self.told, self.since_ns = view.told(self.name), view.now_ns
        before, self.share = self.share, self.told * self._left(view.now_ns - self.since_ns)
        if self.share < FEW and before > 0.0:
            self.share = 0.0
            view.say(f"{self.label}: no app runs an old bundle of {view.label(self.target)} any more", self.target)
        self.next_ns = view.now_ns + max(self.law.period_ns // STEPS, 1) if self.share else NEVER_NS
        return self._switch() if is_first or self.share != before else ()

    def report(self) -> Mapping[str, Any]:
        """How many still run an old bundle."""
        return {"share_old": self.share}

    def _left(self, passed_ns: int) -> float:
        """The share of those with an old bundle who still run it."""
        asked = max(passed_ns - self.law.propagation_ns, 0) / self.law.period_ns
        return math.exp(-asked) if self.law.asks_at_start else max(1.0 - asked, 0.0)

    def _switch(self) -> list[Edit]:
        law, old = self.law, self.share
        edits = [Edit("call_chance", name, own * old) for name, own in law.calls]
        if law.failed > 0.0:
            edits.append(Edit("error_ratio", self.target, law.failed * old))
        if law.slow != 1.0:
            edits.append(Edit("slow_station", self.target, 1.0 + (law.slow - 1.0) * old))
        return edits


def make(controlled: Controlled) -> Controller:
    """For the apps that call the first component that its arrows lead to; without any it never acts."""
    parameters, component = controlled.component.parameters, controlled.component
    target = controlled.targets[0].id if controlled.targets else ""
    effect = build_types().get(str(parameters["effect"]))
    asks_at_start = str(parameters["ui_bundle_poll"]) == "app_start"
    period_s = float(parameters["app_start_every_s" if asks_at_start else "poll_s"])
    law = Law(
        asks_at_start=asks_at_start,
        period_ns=round(period_s * 1e9),
        propagation_ns=round(float(parameters["propagation_s"]) * 1e9),
        calls=tuple(
            (each.id, each.probability)
            for each in controlled.calls
            if each.source == target and each.order == int(parameters["old_calls_order"]) and each.share is None
        ),
        failed=0.0 if effect is None else effect.error_ratio,
        slow=1.0 if effect is None else effect.slow_factor,
    )
    return UiServer(component.id, component.label, target, law, next_ns=0 if target else NEVER_NS)


CONTROLLER = ControllerType("ui_server", make, wakes=True)
