"""Finished runs with every request traced."""

from __future__ import annotations

from typing import Any

from engine.plan.tracing import Tracing
from engine.results.explain.spans import Trace, traces_of
from engine.simulate import Simulation, start
from tests import tiny

EVERYTHING = Tracing(one_in=1, notes=10_000_000)


def traced_run(seed: int = 1, **fields: Any) -> Simulation:
    """A run of `tiny.document(**fields)` with all its requests traced."""
    simulation = start(tiny.design(**fields), seed, tracing=EVERYTHING)
    while not simulation.finished:
        simulation.advance(10_000_000)
    return simulation


def traces(simulation: Simulation) -> list[Trace]:
    """All traces of a run."""
    return traces_of(simulation.plan.tables, simulation.state.trace)
