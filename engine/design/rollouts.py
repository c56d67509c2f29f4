"""How a build gets to the instances of a component: strategies as edits, and the law of one deployment."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from engine.design.bringing import BY_TIME, Build
from engine.design.kinds import Edit

OLD, NEW, BASELINE = 0, 1, 2
EVERY = 1e6
"""More instances than there are."""


@dataclass(frozen=True, slots=True)
class Strategy:
    """How a build gets to a component with n instances: `begin` at once (with `arms` instances an arm), `stages` parts
    that are upgraded one after another, `finish` when nothing was wrong, `undo` otherwise. An experiment leaves nothing
    that `stays`."""

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
    stays: bool = True


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
    own: Build | None

    @property
    def looks(self) -> int:
        """How often it is judged."""
        return max(self.duration_ns // self.look_ns, 1)


def _nothing(_: str, __: int, ___: Law) -> list[Edit]:
    return []


def _upgrade_all(target: str, _: int, __: Law) -> list[Edit]:
    return [Edit("upgrade_instances", target, EVERY), Edit("release_build", target, 1.0)]


def downgrade_all(target: str, _: int, __: Law) -> list[Edit]:
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
    "all": Strategy(_upgrade_all, lambda _: 0, _nothing, downgrade_all, lambda _, __: 0, OLD, False),
    "rolling": Strategy(_nothing, lambda count: count, _upgrade_all, downgrade_all, lambda _, __: 0, OLD, False),
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
        stays=False,
    ),
}


def law_of(parameters: Mapping[str, Any]) -> Law:
    """The law from the parameters of the component."""
    look_ns = round(float(parameters["look_s"]) * 1e9)
    chance = float(parameters.get("bad_build_p", 1.0))
    own = Build(str(parameters["effect"]), float(parameters["severity"]), chance)
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
        own=own if parameters.get("comes", BY_TIME) == BY_TIME else None,
    )
