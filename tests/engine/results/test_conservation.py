"""The books of every run are checked, so a count that goes astray cannot pass any test that runs something."""

from __future__ import annotations

import pytest

from engine.kernel.outcomes import QUEUE_FULL
from engine.results.conservation import arrivals, unbalanced
from engine.simulate import Simulation, start
from tests import tiny
from tests.engine.digests import troubled_run


def test_the_books_of_random_runs_balance_in_the_middle_of_frames() -> None:
    for seed in range(300, 310):
        simulation = start(troubled_run(seed).design, seed)
        while not simulation.finished:
            simulation.advance(1_000)
            assert unbalanced(simulation.plan.tables, simulation.state) == []


@pytest.mark.parametrize("column", ["completions", "in_system"])
def test_one_request_too_many_is_named(column: str) -> None:
    simulation = _run()
    row = simulation.plan.component_rows["service"]
    came = arrivals(simulation.plan.tables, simulation.state)[row]
    simulation.state.component_states[column][row] += 1
    assert unbalanced(simulation.plan.tables, simulation.state)[0].startswith(f"service: {came} came,")
    with pytest.raises(AssertionError, match="books of this run do not balance: service"):
        simulation.summary()


def test_an_error_that_nobody_caused_is_named() -> None:
    simulation = _run()
    simulation.state.component_states["errors"][simulation.plan.component_rows["viewers"], QUEUE_FULL] -= 1
    with pytest.raises(AssertionError, match="viewers"):
        simulation.summary()


def test_a_run_that_loses_a_request_does_not_end_well_though_nobody_asks_for_its_summary() -> None:
    simulation = start(tiny.design(), 1)
    simulation.advance()
    simulation.state.source_states["requests"][0] += 1
    with pytest.raises(AssertionError, match="viewers"):
        _finish(simulation)


def _run() -> Simulation:
    simulation = start(tiny.design(), 1)
    _finish(simulation)
    return simulation


def _finish(simulation: Simulation) -> None:
    while not simulation.finished:
        simulation.advance()
