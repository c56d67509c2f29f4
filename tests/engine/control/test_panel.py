"""Controllers in a run: when they act, in which order, and that slices do not matter."""

from __future__ import annotations

import pickle
from typing import Any

import pytest

from engine.design.model import Design
from engine.simulate import Intervention, Simulation, start
from tests import tiny


def _design(replace_s: float = 1.0) -> Design:
    monkeys = [
        tiny.component(name, "chaos_monkey", mean_days=1.0, day_s=2.0, replace_s=replace_s) for name in ("b", "a")
    ]
    components = [tiny.component("viewers", "traffic_source"), tiny.component("service", instances=6), *monkeys]
    connections = [tiny.connection("viewers", "service"), *(tiny.connection(each, "service") for each in ("b", "a"))]
    return tiny.design(components=components, connections=connections, rate_per_s=200.0, duration_s=12.0)


def _finished(simulation: Simulation, max_events: int = 10_000_000) -> dict[str, Any]:
    while not simulation.finished:
        simulation.advance(max_events)
    return simulation.summary()


@pytest.mark.parametrize("max_events", [1, 7, 501])
def test_a_run_with_controllers_does_not_depend_on_slices(max_events: int) -> None:
    whole = _finished(start(_design(), seed=3))
    assert _finished(start(_design(), seed=3), max_events) == whole
    assert len(whole["log"]) > 6


def test_controllers_of_one_instant_act_in_the_order_of_their_ids() -> None:
    simulation = start(_design(replace_s=0.0), seed=3)
    acted: list[tuple[float, str]] = []
    for name, controller in simulation._panel.controllers.items():
        act = controller.act
        spy = lambda view, name=name, act=act: (acted.append((view.now_ns / 1e9, name)), act(view))[1]  # noqa: E731
        simulation._panel.controllers[name] = _Spied(controller, spy)  # type: ignore[assignment]
    _finished(simulation)
    dawns = [each for each in acted if each[0] % 2.0 == 0.0]
    assert dawns == [(2.0 * day, name) for day in range(6) for name in ("a", "b")]


def test_the_schedule_acts_before_controllers_of_the_same_instant() -> None:
    design = _design(replace_s=0.0)
    kill = {"at": 0.0, "failure": "kill_instances", "target": "service", "parameters": {"count": 6}}
    document = tiny.document(duration_s=4.0, schedule=[kill])
    simulation = start(tiny.design(**{**document, "components": _entries(design), "connections": _arrows(design)}), 1)
    log = _finished(simulation)["log"]
    assert [each["origin"] for each in log] == ["schedule"]


def test_what_a_controller_does_stands_in_the_log_of_the_run() -> None:
    summary = _finished(start(_design(), seed=3))
    entry = summary["log"][0]
    assert (entry["origin"], entry["target"], entry["undone"]) == ("controller", "service", False)
    assert "killed an instance of service" in entry["sentence"]
    assert summary["components"]["a"]["controller"]["kills"] == 6


def test_controllers_carry_no_requests_and_are_no_calls() -> None:
    simulation = start(_design(), seed=1)
    assert simulation.layout["connections"] == ["viewers-service"]
    assert list(_finished(simulation)["connections"]) == ["viewers-service"]


def test_interventions_act_before_controllers_of_the_same_instant() -> None:
    simulation = start(_design(replace_s=0.0), seed=1)
    simulation.intervene(Intervention("kill_instances", "service", {"count": 6}))
    simulation.advance(10_000_000)
    assert [each["origin"] for each in simulation.log] == ["intervention"]


def test_a_controller_can_be_put_aside_and_taken_up() -> None:
    simulation = start(_design(), seed=3)
    for _ in range(8):
        simulation.advance(10_000_000)
    panel = simulation._panel
    panel.controllers = {name: pickle.loads(pickle.dumps(each)) for name, each in panel.controllers.items()}
    assert _finished(simulation) == _finished(start(_design(), seed=3))


class _Spied:
    def __init__(self, controller: Any, act: Any) -> None:
        self.controller, self.act, self.report = controller, act, controller.report

    @property
    def next_ns(self) -> int:
        return int(self.controller.next_ns)


def _entries(design: Design) -> list[dict[str, Any]]:
    return [{"id": each.id, "type": each.type, "parameters": dict(each.parameters)} for each in design.components]


def _arrows(design: Design) -> list[dict[str, Any]]:
    return [{"from": each.source, "to": each.target} for each in design.connections]
