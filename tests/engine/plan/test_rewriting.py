"""Parameters changed in the middle of runs: queues survive, books balance, and the log gives the run again."""

from __future__ import annotations

import random
from typing import Any

from engine.checkpoint import load, save
from engine.plan.changes import CHANGE, read_change
from engine.repeat import explain
from engine.simulate import Intervention, Simulation, start
from tests import tiny
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
        parameters = {name: value for name, value in wanted.items() if name in part.parameters}
        change, _ = read_change(drawn, design, part.id, parameters)
        if change is not None:
            found.setdefault(frame, []).append(Intervention(CHANGE, part.id, parameters))
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
