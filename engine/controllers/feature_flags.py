"""Feature flags: switches something on for a share of the requests, and off again, without a new build.

Instances learn of a change one by one: within the time of propagation the share rises (or falls) in even steps.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from engine.design.control import NEVER_NS, Controlled, Controller, ControllerType, Reading, View
from engine.design.discovery import build_types
from engine.design.kinds import Edit

STEPS = 10
"""In how many parts a change is spread."""


@dataclass(frozen=True, slots=True)
class Law:
    """The parameters of a flag, times in ns; `calls` are those that it switches (id, own probability)."""

    share: float
    on_ns: int
    off_ns: int
    propagation_ns: int
    guard: float
    look_ns: int
    calls: tuple[tuple[str, float], ...]
    failed: float
    slow: float


@dataclass(slots=True)
class FeatureFlag:
    """One flag. `plan` has the instants (ns) of what is to come with the part of the flag that is on then; looks of the
    guard have the part -1."""

    label: str
    target: str
    law: Law
    next_ns: int = 0
    part: float = 0.0
    is_wanted: bool = False
    guarded_ns: int = NEVER_NS
    plan: list[tuple[int, float]] = field(default_factory=list)
    since: Reading | None = None
    was_taken_back: bool = False

    def act(self, view: View) -> Sequence[Edit]:
        """Switches, or lets the change reach a few more instances, or looks whether it does harm."""
        edits: list[Edit] = self._switch(0.0) if view.now_ns == 0 else []
        if not self.is_wanted and self.law.on_ns <= view.now_ns < self.law.off_ns and not self.was_taken_back:
            self._change(view, is_on=True, why="")
        elif self.is_wanted and view.now_ns >= self.law.off_ns:
            self._change(view, is_on=False, why="")
        elif self.guarded_ns <= view.now_ns:
            self._look(view)
        while self.plan and self.plan[0][0] <= view.now_ns:
            edits += self._switch(self.plan.pop(0)[1])
        self.next_ns = self._next(view.now_ns)
        return edits

    def report(self) -> Mapping[str, Any]:
        """How much of the flag is on, and whether its guard took it back."""
        return {"share_on": self.part * self.law.share, "was_taken_back": self.was_taken_back}

    def _next(self, now_ns: int) -> int:
        waiting = [self.law.on_ns, self.law.off_ns, self.guarded_ns, *(at_ns for at_ns, _ in self.plan[:1])]
        return min((each for each in waiting if each > now_ns), default=NEVER_NS)

    def _change(self, view: View, *, is_on: bool, why: str) -> None:
        law, before, after = self.law, self.part, float(is_on)
        self.is_wanted = is_on
        step_ns = law.propagation_ns // STEPS
        parts = [before + (after - before) * (number + 1) / STEPS for number in range(STEPS)]
        self.plan = [(view.now_ns + step_ns * (number + 1), part) for number, part in enumerate(parts)]
        self.guarded_ns = view.now_ns + law.look_ns if is_on and law.guard > 0.0 else NEVER_NS
        self.since = view.reading(self.target) if is_on else None
        what = f"on for {100 * law.share:.3g} % of requests" if is_on else "off"
        view.say(f"{self.label}: switched {what} at {view.label(self.target)}{why}", self.target)

    def _look(self, view: View) -> None:
        assert self.since is not None
        window = view.window(self.since)
        self.since, self.guarded_ns = view.reading(self.target), view.now_ns + self.law.look_ns
        if window.error_ratio is not None and window.error_ratio > self.law.guard:
            self.was_taken_back = True
            self._change(view, is_on=False, why=f" because {100 * window.error_ratio:.3g} % failed")

    def _switch(self, part: float) -> list[Edit]:
        self.part, law = part, self.law
        on = part * law.share
        edits = [Edit("call_chance", name, own * on) for name, own in law.calls]
        if law.failed > 0.0:
            edits.append(Edit("error_ratio", self.target, law.failed * on))
        if law.slow != 1.0:
            edits.append(Edit("slow_station", self.target, 1.0 + (law.slow - 1.0) * on))
        return edits


def make(controlled: Controlled) -> Controller:
    """The flag of the first component that its arrows lead to; without any it never acts."""
    parameters, label = controlled.component.parameters, controlled.component.label
    target = controlled.targets[0].id if controlled.targets else ""
    effect = build_types().get(str(parameters["effect"]))
    on_s, off_s = float(parameters["on_at_s"]), float(parameters["off_at_s"])
    law = Law(
        share=float(parameters["percent"]),
        on_ns=round(on_s * 1e9),
        off_ns=round(off_s * 1e9) if off_s > on_s else NEVER_NS,
        propagation_ns=round(float(parameters["propagation_s"]) * 1e9),
        guard=float(parameters["guard_error_ratio"]),
        look_ns=round(float(parameters["look_s"]) * 1e9),
        calls=tuple(
            (each.id, each.probability)
            for each in controlled.calls
            if each.source == target and each.order == int(parameters["calls_order"]) and each.share is None
        ),
        failed=0.0 if effect is None else effect.error_ratio,
        slow=1.0 if effect is None else effect.slow_factor,
    )
    return FeatureFlag(label, target, law, next_ns=0 if target else NEVER_NS)


CONTROLLER = ControllerType("feature_flags", make)
