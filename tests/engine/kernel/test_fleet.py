"""Instances that come and go, by edits alone."""

from __future__ import annotations

from typing import Any

from engine.design.kinds import Edit
from engine.simulate import Simulation, start
from tests import tiny


def _simulation(rate_per_s: float = 0.5, **service: Any) -> Simulation:
    parts = [tiny.component("viewers", "traffic_source", process="even"), tiny.component("service", **service)]
    parts.append(tiny.component("scaler", "autoscaler", max=6, eval_s=600.0))
    arrows = [tiny.connection("viewers", "service"), tiny.connection("scaler", "service")]
    return start(tiny.design(components=parts, connections=arrows, rate_per_s=rate_per_s, duration_s=20.0), seed=1)


def _up(simulation: Simulation, seconds: float) -> list[float | None]:
    found = []
    for _ in range(round(seconds / simulation.layout["frame_s"])):
        frame = simulation.advance()
        assert frame is not None
        found.append(frame["components"][1][7])
    return found


def test_started_instances_are_up_when_their_boot_is_over() -> None:
    simulation = _simulation(instances=2)
    simulation._edit([Edit("boot_time", "service", 1.0), Edit("start_instances", "service", 9.0)])
    assert _up(simulation, 2.0) == [2] * 4 + [6] * 4


def test_an_instance_that_boots_is_neither_killed_nor_started_twice() -> None:
    simulation = _simulation(instances=1)
    simulation._edit([Edit("boot_time", "service", 1.0), Edit("start_instances", "service", 1.0)])
    simulation._edit([Edit("kill_instances", "service", 9.0), Edit("restore_instances", "service", 9.0)])
    assert _up(simulation, 1.5) == [1] * 4 + [2] * 2


def test_a_stopped_instance_finishes_what_it_has_and_is_gone_then() -> None:
    simulation = _simulation(8.0, instances=1, slots=1, service_ms_mean=2_000.0, distribution="constant")
    _up(simulation, 1.0)
    simulation._edit([Edit("stop_instances", "service", 1.0)])
    row = simulation.plan.component_rows["service"]
    inside = int(simulation.state.component_states[row]["in_system"])
    assert inside > 3
    while not simulation.finished:
        simulation.advance()
    assert int(simulation.state.component_states[row]["completions"]) == inside
    assert int(simulation.state.component_states[row]["draining"]) == 0
    assert set(simulation.summary()["losses"]) == {"unavailable"}


def test_what_is_stopped_can_be_started_again() -> None:
    simulation = _simulation(instances=3)
    simulation._edit([Edit("stop_instances", "service", 2.0)])
    simulation._edit([Edit("start_instances", "service", 1.0)])
    assert _up(simulation, 0.5) == [2, 2]
