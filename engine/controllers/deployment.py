"""Deployment: brings a new build to a component, watches it, and takes it back when it is worse than the old one.

Every `look` the new build is held against the old one: by a one-sided test of the failed shares, by the Mann-Whitney
test of the latencies, and by the ratio of the shares of good answers; where that is asked for, all that the component
answers is held against how it was before, by the test of failed shares. The level of each test is divided by the number
of looks (Bonferroni), so that a good build is taken back with the chance `alpha` at most for each metric.

Builds come at a time that is set, and whenever a failure brings one; one that comes while another is on its way waits.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from engine.design.bringing import Build, build_told
from engine.design.control import NEVER_NS, Arm, Controlled, Controller, ControllerType, Reading, View, Window
from engine.design.discovery import build_types
from engine.design.kinds import Edit
from engine.design.rollouts import NEW, OLD, STRATEGIES, Law, downgrade_all, law_of
from engine.trials import proportions, ranks

LEAK_NS = 1_000_000_000
"""How often the instances of a leaking build are told how slow they have become."""

FEWEST = 20
"""Requests of each build below which the ratio of good answers says nothing."""


@dataclass(slots=True)
class Deployment:
    """The way of builds to one component, one after another; each runs through its steps in order.

    `plan` has the instants (ns) of what is to come, with what it is. `build` began at `begun_ns`, when counters stood
    at `begun`; `earlier` is how the component was before. `coming` waits, `taken` builds have begun; `exposed` requests
    met bad ones, `exposed_before` of them those before this one.
    """

    name: str
    label: str
    target: str
    law: Law
    count: int
    next_ns: int
    plan: list[tuple[int, str]]
    before: Arm | None = None
    new_before: Arm | None = None
    since: Reading | None = None
    begun: Reading | None = None
    earlier: Window | None = None
    begun_ns: int = 0
    build: Build | None = None
    coming: list[Build] = field(default_factory=list)
    taken: int = 0
    is_bad: bool = False
    state: str = "waiting"
    exposed: int = 0
    exposed_before: int = 0
    detected_s: float | None = None
    why: str = ""

    def act(self, view: View) -> Sequence[Edit]:
        """Does what is due in the plan, and takes the next build when it can."""
        edits = self._listen(view)
        while True:
            if self.plan and self.plan[0][0] <= view.now_ns:
                _, what = self.plan.pop(0)
                edits += STEPS[what](self, view)
            elif self.coming and self._is_free:
                edits += self._begin(view, self.coming.pop(0))
            else:
                break
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
            "why": self.why,
            "builds": self.taken,
        }

    @property
    def _is_free(self) -> bool:
        """Nothing is on its way, and what runs everywhere is good: of two faults only one could be told."""
        is_over = self.state in ("waiting", "finished", "rolled back")
        return is_over and not (self.state == "finished" and self.is_bad)

    def _listen(self, view: View) -> list[Edit]:
        told = view.told(self.name) if self.target else 0.0
        if not told:
            return []
        self.coming.append(build_told(told))
        if not self._is_free:
            view.say(f"{self.label}: a new build of {view.label(self.target)} has to wait", self.target)
        return [Edit("tell_controller", self.name, 0.0)]

    def _come(self, view: View) -> list[Edit]:
        del view
        assert self.law.own is not None
        self.coming.append(self.law.own)
        return []

    def _serves_from_ns(self) -> int:
        boots = STRATEGIES[self.law.strategy].waits_for_boot
        return self.begun_ns + (round(self.law.boot_s * 1e9) if boots else 0)

    def _remember(self, view: View) -> list[Edit]:
        if self._is_free:
            self.before = view.arm(self.target, STRATEGIES[self.law.strategy].against)
            self.new_before = view.arm(self.target, NEW)
            self.since = view.reading(self.target)
        return []

    def _begin(self, view: View, build: Build) -> list[Edit]:
        law, strategy = self.law, STRATEGIES[self.law.strategy]
        settled = self._settle(view)
        assert self.since is not None
        self.build, self.begun_ns, self.detected_s, self.why = build, view.now_ns, None, ""
        self.is_bad = build.is_bad(view.uniform(self.taken))
        self.taken, self.exposed_before = self.taken + 1, self.exposed
        self.earlier, self.begun = view.window(self.since), view.reading(self.target)
        self.state = "under way"
        self.count = view.instances_up(self.target)
        serves_ns, stages = self._serves_from_ns(), strategy.stages(self.count)
        planned = [(serves_ns + (number + 1) * law.look_ns, "look") for number in range(law.looks)]
        planned += [(serves_ns + number * law.duration_ns // stages, "upgrade") for number in range(stages)]
        if self.is_bad and build.slower_per_min:
            planned.append((serves_ns + LEAK_NS, "leak"))
        self.plan = sorted([*self.plan, *planned])
        view.say(f"{self.label} {strategy.begins.format(view.label(self.target))} ({law.strategy})", self.target)
        return [*settled, *self._effects(), *strategy.begin(self.target, self.count, law)]

    def _settle(self, view: View) -> list[Edit]:
        """What was brought before is the old build from now on, and what it did is what the old build did."""
        if self.since is None:
            self._remember(view)
        assert self.before is not None
        assert self.new_before is not None
        new = view.arm(self.target, NEW)
        if STRATEGIES[self.law.strategy].against == OLD:
            self.before = self.before.since(new.since(self.new_before))
        self.new_before = new
        return downgrade_all(self.target, 0, self.law) if self.state == "finished" else []

    def _effects(self, *, are_over: bool = False) -> list[Edit]:
        """What a bad build does; a good one undoes what the one before did. `are_over` ends what is everywhere."""
        assert self.build is not None
        effect = build_types()[self.build.effect] if self.is_bad else None
        if effect is None:
            return [Edit("build_errors", self.target, 0.0), Edit("build_slow", self.target, 1.0)]
        if are_over:
            healed = [Edit("error_ratio", self.target, 0.0), Edit("slow_station", self.target, 1.0)]
            return healed if effect.is_everywhere else []
        failed, slow = effect.error_ratio * self.build.severity, 1.0 + (effect.slow_factor - 1.0) * self.build.severity
        names = ("error_ratio", "slow_station") if effect.is_everywhere else ("build_errors", "build_slow")
        return [Edit(names[0], self.target, failed), Edit(names[1], self.target, slow)]

    def _leak(self, view: View) -> list[Edit]:
        """Instances with the build have become slower by what they leaked since it came; a new one begins anew."""
        assert self.build is not None
        self.plan = sorted([*self.plan, (view.now_ns + LEAK_NS, "leak")])
        minutes = (view.now_ns - self._serves_from_ns()) / 60e9
        return [Edit("build_slow", self.target, 1.0 + self.build.slower_per_min * minutes)]

    def _upgrade(self, view: View) -> list[Edit]:
        del view
        return [Edit("upgrade_instances", self.target, 1.0)]

    def _look(self, view: View) -> list[Edit]:
        assert self.before is not None
        assert self.new_before is not None
        strategy = STRATEGIES[self.law.strategy]
        new = view.arm(self.target, NEW).since(self.new_before)
        old = view.arm(self.target, strategy.against).since(self.before)
        self._count(view)
        why = verdict(new, old, self.law) or self._worse_than_before(view)
        if why:
            self.state, self.why = "aborted", why
            self.detected_s = (view.now_ns - self._serves_from_ns()) / 1e9
            self.plan = [each for each in self.plan if each[1] in LASTING]
            self.plan = sorted([*self.plan, (view.now_ns + self.law.rollback_ns, "undo")])
            view.say(f"{self.label} {strategy.gives_up.format(view.label(self.target))}: {why}", self.target)
            return []
        if any(what == "look" for _, what in self.plan):
            return []
        self.state = "finished"
        view.say(f"{self.label} {strategy.ends.format(view.label(self.target))}", self.target)
        finished = strategy.finish(self.target, self.count, self.law)
        self._remember(view)
        if not strategy.stays:
            self.plan = [each for each in self.plan if each[1] in OWN]
            return [*self._effects(are_over=True), *finished]
        if self.is_bad:
            self.plan = sorted([*self.plan, (view.now_ns + self.law.look_ns, "count")])
        return finished

    def _worse_than_before(self, view: View) -> str:
        """Why all that the component answers is worse than before, in words; empty when nothing says so."""
        assert self.begun is not None
        assert self.earlier is not None
        if "before" not in self.law.metrics:
            return ""
        now, then = view.window(self.begun), self.earlier
        of, of_then = now.completions + now.errors, then.completions + then.errors
        if proportions.exceeds(now.errors, of, then.errors, of_then) >= self.law.alpha / self.law.looks:
            return ""
        share, share_then = 100 * now.errors / of, 100 * then.errors / of_then
        return f"{share:.3g} % of all {of:,} requests failed since it came, {share_then:.3g} % before"

    def _count(self, view: View) -> list[Edit]:
        """How many requests have met the bad build so far: those of its instances, or all."""
        assert self.new_before is not None
        assert self.begun is not None
        if not self.is_bad or self.build is None:
            return []
        met = view.arm(self.target, NEW).since(self.new_before).finished
        if build_types()[self.build.effect].is_everywhere:
            window = view.window(self.begun)
            met = window.completions + window.errors
        self.exposed = self.exposed_before + met
        return []

    def _recount(self, view: View) -> list[Edit]:
        """A bad build that was brought everywhere goes on being met."""
        self.plan = sorted([*self.plan, (view.now_ns + self.law.look_ns, "count")])
        return self._count(view)

    def _undo(self, view: View) -> list[Edit]:
        assert self.new_before is not None
        self.plan = [each for each in self.plan if each[1] in OWN]
        self.state = "rolled back"
        new = view.arm(self.target, NEW).since(self.new_before)
        self._count(view)
        view.say(f"{self.label} rolled {view.label(self.target)} back after {new.finished:,} requests", self.target)
        self._remember(view)
        return [*self._effects(are_over=True), *STRATEGIES[self.law.strategy].undo(self.target, self.count, self.law)]


STEPS: dict[str, Callable[[Deployment, View], list[Edit]]] = {
    "remember": Deployment._remember,
    "come": Deployment._come,
    "upgrade": Deployment._upgrade,
    "look": Deployment._look,
    "leak": Deployment._leak,
    "count": Deployment._recount,
    "undo": Deployment._undo,
}
OWN = ("remember", "come")
"""What does not belong to the build on its way."""

LASTING = (*OWN, "leak")
"""What goes on until a bad build is gone."""


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


def make(controlled: Controlled) -> Controller:
    """One deployment, to the first component that its arrows lead to; without any it never acts."""
    component = controlled.component
    law = law_of(component.parameters)
    if not controlled.targets:
        return Deployment(component.id, component.label, "", law, 0, NEVER_NS, [])
    target = controlled.targets[0].id
    plan = [(0, "remember")]
    if law.own is not None:
        plan = [(max(law.at_ns - law.look_ns, 0), "remember"), (law.at_ns, "come")]
    return Deployment(component.id, component.label, target, law, controlled.instances[target], plan[0][0], plan)


def spare(controlled: Controlled) -> Mapping[str, int]:
    """Room for what the strategy starts."""
    law = law_of(controlled.component.parameters)
    return {
        name: STRATEGIES[law.strategy].spare(count, law.arms) for name, count in list(controlled.instances.items())[:1]
    }


CONTROLLER = ControllerType("deployment", make, spare, watches=True, wakes=True)
