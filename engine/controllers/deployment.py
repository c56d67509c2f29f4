"""Deployment: brings a new build to a component, watches it, and takes it back when it is worse than the old one.

Every `look` the new build is held against the old one: by a one-sided test of the failed shares, by the Mann-Whitney
test of the latencies, and by the ratio of the shares of good answers. The level of each test is divided by the number
of looks (Bonferroni), so that a good build is taken back with the chance `alpha` at most for each metric.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engine.design.control import NEVER_NS, Arm, Controlled, Controller, ControllerType, View
from engine.design.discovery import build_types
from engine.design.kinds import Edit
from engine.trials import proportions, ranks

OLD, NEW, BASELINE = 0, 1, 2
EVERY = 1e6
"""More instances than there are."""

FEWEST = 20
"""Requests of each build below which the ratio of good answers says nothing."""


@dataclass(frozen=True, slots=True)
class Strategy:
    """How a build gets to a component with n instances: `begin` at once (with `arms` instances an arm), `stages` parts
    that are upgraded one after another, `finish` when nothing was wrong, `undo` otherwise."""

    begin: Callable[[str, int, Law], list[Edit]]
    stages: Callable[[int], int]
    finish: Callable[[str, int, Law], list[Edit]]
    undo: Callable[[str, int, Law], list[Edit]]
    spare: Callable[[int, int], int]
    against: int
    waits_for_boot: bool
    begins: str = "began to bring a new build to {}"
    ends: str = "found nothing wrong; {} runs the new build"
    gives_up: str = "gave up on the new build of {}"


@dataclass(frozen=True, slots=True)
class Law:
    """The parameters of a deployment, times in ns."""

    strategy: str
    share: float
    arms: int
    at_ns: int
    boot_s: float
    duration_ns: int
    look_ns: int
    metrics: str
    alpha: float
    abort_ratio: float
    rollback_ns: int
    bad_p: float
    effect: str
    severity: float

    @property
    def looks(self) -> int:
        """How often it is judged."""
        return max(self.duration_ns // self.look_ns, 1)


def _nothing(_: str, __: int, ___: Law) -> list[Edit]:
    return []


def _upgrade_all(target: str, _: int, __: Law) -> list[Edit]:
    return [Edit("upgrade_instances", target, EVERY), Edit("release_build", target, 1.0)]


def _downgrade_all(target: str, _: int, __: Law) -> list[Edit]:
    return [Edit("downgrade_instances", target, EVERY), Edit("release_build", target, 0.0)]


def _begin_canary(target: str, _: int, law: Law) -> list[Edit]:
    arms = float(law.arms)
    boot = Edit("boot_time", target, law.boot_s)
    started = [Edit("start_new", target, arms), Edit("start_baseline", target, arms)]
    return [boot, *started, Edit("split_calls", target, law.share)]


def _undo_canary(target: str, _: int, law: Law) -> list[Edit]:
    arms = float(law.arms)
    return [Edit("split_calls", target, 0.0), Edit("stop_new", target, arms), Edit("stop_baseline", target, arms)]


def _finish_canary(target: str, count: int, law: Law) -> list[Edit]:
    return [*_undo_canary(target, count, law), *_upgrade_all(target, count, law)]


def _begin_red_black(target: str, count: int, law: Law) -> list[Edit]:
    boot = Edit("boot_time", target, law.boot_s)
    return [boot, Edit("start_new", target, float(count)), Edit("split_calls", target, 1.0)]


def _finish_red_black(target: str, _: int, __: Law) -> list[Edit]:
    done = [Edit("stop_old", target, EVERY), Edit("split_calls", target, 0.0)]
    return [*done, Edit("release_build", target, 1.0)]


def _undo_red_black(target: str, _: int, __: Law) -> list[Edit]:
    return [Edit("split_calls", target, 0.0), Edit("stop_new", target, EVERY)]


STRATEGIES = {
    "all": Strategy(_upgrade_all, lambda _: 0, _nothing, _downgrade_all, lambda _, __: 0, OLD, False),
    "rolling": Strategy(_nothing, lambda count: count, _upgrade_all, _downgrade_all, lambda _, __: 0, OLD, False),
    "redblack": Strategy(
        _begin_red_black, lambda _: 0, _finish_red_black, _undo_red_black, lambda count, _: count, OLD, True
    ),
    "canary": Strategy(
        _begin_canary, lambda _: 0, _finish_canary, _undo_canary, lambda _, arms: 2 * arms, BASELINE, True
    ),
    "experiment": Strategy(
        _begin_canary,
        lambda _: 0,
        _undo_canary,
        _undo_canary,
        lambda _, arms: 2 * arms,
        BASELINE,
        True,
        begins="began an experiment at {}",
        ends="ended the experiment at {}: those who met the fault were no worse off",
        gives_up="broke the experiment at {} off",
    ),
}


@dataclass(slots=True)
class Deployment:
    """The way of one build to one component; it runs through its steps in order.

    `plan` has the instants (ns) of what is to come, with what it is: "upgrade" one part, "look", or "undo".
    """

    label: str
    target: str
    law: Law
    count: int
    next_ns: int
    plan: list[tuple[int, str]]
    before: Arm | None = None
    new_before: Arm | None = None
    is_bad: bool = False
    state: str = "waiting"
    exposed: int = 0
    detected_s: float | None = None

    def act(self, view: View) -> Sequence[Edit]:
        """Does what is due in the plan."""
        edits: list[Edit] = []
        while self.plan and self.plan[0][0] <= view.now_ns:
            _, what = self.plan.pop(0)
            edits += STEPS[what](self, view)
        self.next_ns = self.plan[0][0] if self.plan else NEVER_NS
        return edits

    def report(self) -> Mapping[str, Any]:
        """How it went; `exposed` requests met a build that was bad, `detected_s` after the build began to serve."""
        is_aborted = self.state in ("aborted", "rolled back")
        return {
            "state": self.state,
            "is_bad": self.is_bad,
            "is_false_abort": is_aborted and not self.is_bad,
            "exposed": self.exposed,
            "detected_s": self.detected_s,
        }

    def _serves_from_ns(self) -> int:
        boots = STRATEGIES[self.law.strategy].waits_for_boot
        return self.law.at_ns + (round(self.law.boot_s * 1e9) if boots else 0)

    def _remember(self, view: View) -> list[Edit]:
        strategy = STRATEGIES[self.law.strategy]
        self.before = view.arm(self.target, strategy.against)
        self.new_before = view.arm(self.target, NEW)
        return []

    def _begin(self, view: View) -> list[Edit]:
        law, strategy = self.law, STRATEGIES[self.law.strategy]
        self.state, self.is_bad = "under way", view.uniform(0) < law.bad_p
        self.count = view.instances_up(self.target)
        serves_ns, stages = self._serves_from_ns(), strategy.stages(self.count)
        planned = [(serves_ns + (number + 1) * law.look_ns, "look") for number in range(law.looks)]
        planned += [(serves_ns + number * law.duration_ns // stages, "upgrade") for number in range(stages)]
        self.plan = sorted(planned)
        view.say(f"{self.label} {strategy.begins.format(view.label(self.target))} ({law.strategy})", self.target)
        return [*self._effects(), *strategy.begin(self.target, self.count, law), *self._upgrade_now(view)]

    def _upgrade_now(self, view: View) -> list[Edit]:
        """What falls on the very instant of the beginning."""
        edits: list[Edit] = []
        while self.plan and self.plan[0][0] <= view.now_ns:
            self.plan.pop(0)
            edits += self._upgrade(view)
        return edits

    def _effects(self) -> list[Edit]:
        if not self.is_bad:
            return []
        effect, severity = build_types()[self.law.effect], self.law.severity
        failed, slow = effect.error_ratio * severity, 1.0 + (effect.slow_factor - 1.0) * severity
        names = ("error_ratio", "slow_station") if effect.is_everywhere else ("build_errors", "build_slow")
        return [Edit(names[0], self.target, failed), Edit(names[1], self.target, slow)]

    def _upgrade(self, view: View) -> list[Edit]:
        del view
        return [Edit("upgrade_instances", self.target, 1.0)]

    def _look(self, view: View) -> list[Edit]:
        assert self.before is not None
        assert self.new_before is not None
        strategy = STRATEGIES[self.law.strategy]
        new = view.arm(self.target, NEW).since(self.new_before)
        old = view.arm(self.target, strategy.against).since(self.before)
        self.exposed = new.finished if self.is_bad else 0
        why = verdict(new, old, self.law)
        if why:
            self.state = "aborted"
            self.detected_s = (view.now_ns - self._serves_from_ns()) / 1e9
            self.plan = [(view.now_ns + self.law.rollback_ns, "undo")]
            view.say(f"{self.label} {strategy.gives_up.format(view.label(self.target))}: {why}", self.target)
            return self._undo(view) if not self.law.rollback_ns else []
        if any(what == "look" for _, what in self.plan):
            return []
        self.state = "finished"
        view.say(f"{self.label} {strategy.ends.format(view.label(self.target))}", self.target)
        return strategy.finish(self.target, self.count, self.law)

    def _undo(self, view: View) -> list[Edit]:
        assert self.new_before is not None
        self.plan = []
        self.state = "rolled back"
        new = view.arm(self.target, NEW).since(self.new_before)
        self.exposed = new.finished if self.is_bad else 0
        view.say(f"{self.label} rolled {view.label(self.target)} back after {new.finished:,} requests", self.target)
        return STRATEGIES[self.law.strategy].undo(self.target, self.count, self.law)


STEPS: dict[str, Callable[[Deployment, View], list[Edit]]] = {
    "remember": Deployment._remember,
    "begin": Deployment._begin,
    "upgrade": Deployment._upgrade,
    "look": Deployment._look,
    "undo": Deployment._undo,
}


def verdict(new: Arm, old: Arm, law: Law) -> str:
    """Why the new build is worse, in words; empty when nothing says so."""
    level = law.alpha / law.looks
    if min(new.finished, old.finished) == 0:
        return ""
    failed, failed_old = new.failed / new.finished, old.failed / old.finished
    if "error" in law.metrics and proportions.exceeds(new.failed, new.finished, old.failed, old.finished) < level:
        return f"it failed {100 * failed:.3g} % of {new.finished:,} requests, the old one {100 * failed_old:.3g} %"
    if "latency" in law.metrics and ranks.exceeds(new.latency_counts, old.latency_counts) < level:
        return f"its {new.done:,} answers were slower than those of the old one"
    is_enough = min(new.finished, old.finished) >= FEWEST
    if "ok_ratio" in law.metrics and is_enough and (1.0 - failed) < law.abort_ratio * (1.0 - failed_old):
        return f"it answered {100 * (1 - failed):.3g} % well, the old one {100 * (1 - failed_old):.3g} %"
    return ""


def law_of(parameters: Mapping[str, Any]) -> Law:
    """The law from the parameters of the component."""
    look_ns = round(float(parameters["look_s"]) * 1e9)
    return Law(
        # An experiment is a canary that comes to an end: what an experiment does not ask for follows from that.
        strategy=str(parameters.get("strategy", "experiment")),
        share=float(parameters["canary_share"]),
        arms=int(parameters["canary_instances"]),
        at_ns=round(float(parameters["at_s"]) * 1e9),
        boot_s=float(parameters["boot_s"]),
        duration_ns=max(round(float(parameters["duration_s"]) * 1e9), look_ns),
        look_ns=look_ns,
        metrics=str(parameters["metrics"]),
        alpha=float(parameters["alpha"]),
        abort_ratio=float(parameters["abort_ratio"]),
        rollback_ns=round(float(parameters.get("rollback_s", 0.0)) * 1e9),
        bad_p=float(parameters.get("bad_build_p", 1.0)),
        effect=str(parameters["effect"]),
        severity=float(parameters["severity"]),
    )


def make(controlled: Controlled) -> Controller:
    """One deployment, to the first component that its arrows lead to; without any it never acts."""
    law = law_of(controlled.component.parameters)
    if not controlled.targets:
        return Deployment(controlled.component.label, "", law, 0, NEVER_NS, [])
    target = controlled.targets[0].id
    remembered_ns = max(law.at_ns - law.look_ns, 0)
    plan = [(remembered_ns, "remember"), (law.at_ns, "begin")]
    return Deployment(controlled.component.label, target, law, controlled.instances[target], remembered_ns, plan)


def spare(controlled: Controlled) -> Mapping[str, int]:
    """Room for what the strategy starts."""
    law = law_of(controlled.component.parameters)
    return {
        name: STRATEGIES[law.strategy].spare(count, law.arms) for name, count in list(controlled.instances.items())[:1]
    }


CONTROLLER = ControllerType("deployment", make, spare, watches=True)
