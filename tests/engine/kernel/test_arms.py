"""Calls that are split between builds, in runs."""

from __future__ import annotations

import pytest

from engine.design.kinds import Edit
from engine.simulate import Simulation, start
from tests import tiny


def _split(share: float, *edits: Edit) -> tuple[Simulation, list[int]]:
    """2 000 requests to two old instances and what the edits start; how many each version finished."""
    parts = [tiny.component("viewers", "traffic_source", process="even"), tiny.component("service", instances=2)]
    parts.append(tiny.component("d", "deployment", at_s=1_000.0, boot_s=0.0, canary_instances=2))
    arrows = [tiny.connection("viewers", "service"), tiny.connection("d", "service")]
    simulation = start(tiny.design(components=parts, connections=arrows, rate_per_s=200.0, duration_s=10.0), seed=3)
    simulation._edit([*edits, Edit("split_calls", "service", share)])
    while not simulation.finished:
        simulation.advance()
    return simulation, [int(each["done"]) + int(each["failed"]) for each in simulation.state.arms]


def _near(share: float) -> object:
    return pytest.approx(2_000 * share, abs=4.0 * (2_000 * share * (1.0 - share)) ** 0.5 + 1.0)


def test_each_arm_gets_its_share_of_the_calls() -> None:
    _, (old, new, baseline) = _split(0.1, Edit("start_new", "service", 1.0), Edit("start_baseline", "service", 1.0))
    assert (old, new, baseline) == (_near(0.8), _near(0.1), _near(0.1))


def test_without_a_baseline_the_old_ones_get_the_rest() -> None:
    _, (old, new, baseline) = _split(0.3, Edit("start_new", "service", 2.0))
    assert (old, new, baseline) == (_near(0.7), _near(0.3), 0)


def test_an_arm_without_instances_leaves_its_calls_to_all() -> None:
    simulation, (old, new, baseline) = _split(1.0)
    assert (new, baseline) == (0, 0)
    assert old == pytest.approx(2_000, abs=30)
    assert simulation.summary()["losses"] == {}


def test_instances_of_an_arm_take_turns() -> None:
    simulation, _ = _split(1.0, Edit("start_new", "service", 2.0), Edit("build_slow", "service", 1.0))
    assert simulation.summary()["components"]["service"]["completions"] == pytest.approx(2_000, abs=30)
