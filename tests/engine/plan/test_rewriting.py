"""Parameters changed in the middle of runs: queues survive, books balance, and the log gives the run again."""

from __future__ import annotations

import random
from typing import Any

import pytest

from engine.checkpoint import load, save
from engine.design.fleets import spare_instances
from engine.plan.changes import CHANGE, read_change
from engine.repeat import explain
from engine.simulate import Intervention, Simulation, start
from tests import tiny
from tests.engine.digests import troubled_run
from tests.engine.random_designs import random_design

SEEDS = range(500, 530)


def _run(simulation: Simulation, changes: dict[int, list[Intervention]], *, is_cut: bool = False) -> list[Any]:
    frames = []
    while not simulation.finished:
        for each in changes.get(simulation.frame_index, []):
            simulation.intervene(each)
        frames.append(simulation.advance(10_000_000))
        if is_cut:
            again = load(simulation.design, simulation.seed, save(simulation))
            assert again is not None
            simulation = again
    return [*frames, simulation.summary()]


def _changes(seed: int) -> dict[int, list[Intervention]]:
    """Random changes that are possible, at random frames."""
    draw = random.Random(seed)
    design = drawn = random_design(seed)
    found: dict[int, list[Intervention]] = {}
    for frame in sorted(draw.choices(range(8), k=4)):
        parts = [each for each in design.components if "service_ms_mean" in each.parameters]
        if not parts:
            break
        part = draw.choice(parts)
        wanted = {"service_ms_mean": draw.choice((0.5, 3.0, 30.0)), "queue_limit": draw.choice((0, 3, 100))}
        sizes = {"slots": draw.choice((1, 4, 9)), "instances": draw.choice((1, 3, 6))}
        call = draw.choice(design.calls)
        delay = {"delay": draw.choice(("0 s", "0.001 s", "0.2 s"))}
        for target, told in ((part.id, wanted), (part.id, sizes), (call.id, delay)):
            known = told if target == call.id else {name: told[name] for name in told if name in part.parameters}
            change, _ = read_change(drawn, design, target, known)
            if change is not None:
                found.setdefault(frame, []).append(Intervention(CHANGE, target, known))
                design = change.design
    return found


def test_a_changed_run_is_repeatable_and_can_be_put_aside() -> None:
    changed = 0
    for seed in SEEDS:
        changes = _changes(seed)
        whole = _run(start(random_design(seed), seed), changes)
        assert _run(start(random_design(seed), seed), changes, is_cut=True) == whole, seed
        changed += bool(changes)
    assert changed > 15


def test_what_waits_keeps_waiting_and_is_served_as_it_is_now() -> None:
    slow = tiny.design(
        components=[
            tiny.component("viewers", "traffic_source"),
            tiny.component("service", service_ms_mean=1_000.0, distribution="constant", slots=1, queue_limit=1_000),
        ],
        rate_per_s=100.0,
        duration_s=10.0,
    )
    simulation = start(slow, 1)
    while simulation.clock_s < 5.0:
        simulation.advance()
    waiting = int(simulation.state.component_states["queued"].sum())
    assert waiting > 400
    simulation.intervene(Intervention(CHANGE, "service", {"service_ms_mean": 1.0}))
    while not simulation.finished:
        simulation.advance()
    assert simulation.summary()["requests"]["ok"] > waiting


def _fed(**parameters: Any) -> Simulation:
    service = tiny.component("service", service_ms_mean=100.0, distribution="constant", **parameters)
    parts = [tiny.component("viewers", "traffic_source"), service]
    return start(tiny.design(components=parts, rate_per_s=60.0, duration_s=20.0), 1)


def _advanced(simulation: Simulation, clock_s: float) -> Simulation:
    while simulation.clock_s < clock_s:
        simulation.advance()
    return simulation


def test_more_slots_take_at_once_what_waits() -> None:
    simulation = _advanced(_fed(slots=2, instances=1, queue_limit=1_000), 10.0)
    row = simulation.plan.component_rows["service"]
    waiting = int(simulation.state.component_states[row]["queued"])
    simulation.intervene(Intervention(CHANGE, "service", {"slots": 40}))
    simulation.advance(1)
    assert waiting > 300
    _advanced(simulation, 12.0)
    assert int(simulation.state.component_states[row]["queued"]) == 0


def test_fewer_slots_let_those_that_are_served_end() -> None:
    simulation = _advanced(_fed(slots=10, instances=1, queue_limit=1_000), 10.0)
    row = simulation.plan.component_rows["service"]
    simulation.intervene(Intervention(CHANGE, "service", {"slots": 1}))
    _advanced(simulation, 11.0)
    first = int(simulation.plan.tables.components[row]["first_instance"])
    assert int(simulation.state.instances[first]["busy"]) == 1


def test_utilisation_is_of_the_slots_that_there_were() -> None:
    """Ten seconds of two full slots of two, then ten of two full slots of four at most."""
    simulation = _advanced(_fed(slots=2, instances=1, queue_limit=0), 10.0)
    before = simulation.summary()["components"]["service"]["utilisation"]
    simulation.intervene(Intervention(CHANGE, "service", {"slots": 8}))
    _advanced(simulation, 20.0)
    after = simulation.summary()["components"]["service"]
    busy_s = 2 * 10.0 * before + (after["completions"] - 2 * 10.0 * before / 0.1) * 0.1
    assert before > 0.8
    assert abs(after["utilisation"] - busy_s / (2 * 10.0 + 8 * 10.0)) < 0.02


def test_there_is_room_for_more_instances_than_were_drawn() -> None:
    simulation = _advanced(_fed(slots=2, instances=1, queue_limit=1_000), 10.0)
    row = simulation.plan.component_rows["service"]
    simulation.intervene(Intervention(CHANGE, "service", {"instances": 5}))
    _advanced(simulation, 20.0)
    assert int(simulation.state.component_states[row]["up"]) == 5
    assert simulation.summary()["requests"]["ok"] > 20 * 10 + 60 * 8


def test_places_that_nobody_uses_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    seeds = range(700, 720)
    with_room = [troubled_run(seed).summary()["digest"] for seed in seeds]
    monkeypatch.setattr("engine.plan.plan.room_beyond", spare_instances)
    assert [troubled_run(seed).summary()["digest"] for seed in seeds] == with_room


def test_a_shorter_way_overtakes_what_is_under_way() -> None:
    design = tiny.design(
        components=[tiny.component("viewers", "traffic_source"), tiny.component("service")],
        connections=[tiny.connection("viewers", "service", delay="2 s")],
        rate_per_s=50.0,
        duration_s=10.0,
    )
    simulation = _advanced(start(design, 1), 1.0)
    assert simulation.summary()["requests"]["ok"] == 0
    simulation.intervene(Intervention(CHANGE, "viewers-service", {"delay": "0 s"}))
    _advanced(simulation, 1.9)
    soon = simulation.summary()["requests"]
    assert soon["ok"] > 30
    assert soon["in_flight"] > 40
    _advanced(simulation, 10.0)
    assert simulation.summary()["requests"]["in_flight"] < 10


def test_instances_are_drained_and_started_again_within_what_was_drawn() -> None:
    design = tiny.design(
        components=[tiny.component("viewers", "traffic_source"), tiny.component("service", instances=4)],
        duration_s=10.0,
    )
    simulation = start(design, 1)
    ups = []
    for wanted in (1, 3, 4):
        simulation.intervene(Intervention(CHANGE, "service", {"instances": wanted}))
        for _ in range(4):
            simulation.advance()
        ups.append(int(simulation.state.component_states[simulation.plan.component_rows["service"]]["up"]))
    assert ups == [1, 3, 4]


def test_an_injected_failure_outlasts_a_change() -> None:
    design = tiny.design(
        components=[tiny.component("viewers", "traffic_source"), tiny.component("service", error_ratio=0.5)]
    )
    simulation = start(design, 1)
    simulation.intervene(Intervention("add_errors", "service", {"share": 0.5}))
    simulation.intervene(Intervention(CHANGE, "service", {"error_ratio": 0.2}))
    simulation.advance()
    row = simulation.plan.component_rows["service"]
    assert float(simulation.state.component_states[row]["error_ratio"]) == 0.2 + 0.5 * 0.8


def test_the_report_of_a_changed_run_is_that_of_the_changed_run() -> None:
    simulation = start(tiny.design(), 1)
    simulation.advance()
    simulation.intervene(Intervention(CHANGE, "service", {"service_ms_mean": 100.0}))
    while not simulation.finished:
        simulation.advance()
    assert explain(simulation)["traces"]
