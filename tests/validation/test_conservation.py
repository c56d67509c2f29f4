"""Nothing is lost from the books: row V90."""

from __future__ import annotations

from typing import Any

import pytest

from engine.kernel.outcomes import ERROR_NAMES, SHED
from engine.kernel.state import CALLS_FREE, CALLS_LIVE, CALLS_TOP, WORKS_FREE, WORKS_LIVE, WORKS_TOP
from engine.simulate import Intervention, Simulation, start
from tests.engine.random_designs import random_actions, random_design


@pytest.mark.parametrize("seeds", [range(place, place + 20) for place in range(1000, 1100, 20)], ids=str)
def test_every_request_is_answered_failed_shed_or_in_flight(seeds: range) -> None:
    troubled = 0
    for seed in seeds:
        simulation = start(random_design(seed, duration_s=3.0), seed)
        _run_with_faults(simulation, seed)
        summary = simulation.summary()
        _check_requests(summary)
        _check_components(simulation, summary)
        _check_pools(simulation)
        troubled += bool(summary["losses"])
    assert troubled > len(seeds) / 2, "the faults did not bite"


def _run_with_faults(simulation: Simulation, seed: int) -> None:
    actions = random_actions(seed, simulation.design, simulation.frames_count)
    while not simulation.finished:
        for failure, target, parameters, heal in actions.pop(simulation.frame_index, ()):
            simulation.intervene(Intervention(failure, target, parameters, heal))
        simulation.advance(1_000_000)


def _check_requests(summary: dict[str, Any]) -> None:
    requests = summary["requests"]
    assert requests["offered"] == requests["ok"] + requests["error"] + requests["shed"] + requests["in_flight"]
    assert sum(summary["losses"].values()) == requests["error"] + requests["shed"]
    assert sum(summary["losses"].get(ERROR_NAMES[kind], 0) for kind in SHED) == requests["shed"]
    for name in ("offered", "ok", "error", "shed", "in_flight"):
        assert requests[name] == sum(each[name] for each in summary["classes"].values())


def _check_components(simulation: Simulation, summary: dict[str, Any]) -> None:
    """What arrived has left well, has failed, or is inside; a whole run has no warm-up to subtract."""
    for row, name in enumerate(simulation.plan.tables.component_ids):
        here = summary["components"][name]
        inside = int(simulation.state.component_states[row]["in_system"])
        assert here["arrivals"] == here["completions"] + sum(here["errors"].values()) + inside
        assert here["latency_s"]["count"] == here["completions"]
    for each in summary["connections"].values():
        # A retry is counted when it is planned; its attempt may still be waiting, or nobody may want it any more.
        # A call and its hedge are one call.
        hedges = (each.get("policies") or {}).get("hedges", 0)
        assert each["timeouts"] <= each["attempts"] <= each["calls"] + each["retries"] + hedges
        assert each["latency_s"]["count"] + each["failures"] <= each["calls"]


def _check_pools(simulation: Simulation) -> None:
    """Rows in use and free rows make up all rows that were ever used."""
    state = simulation.state
    for pool, link, top, live, free in (
        (state.works, "next", WORKS_TOP, WORKS_LIVE, WORKS_FREE),
        (state.calls, "newer_timer", CALLS_TOP, CALLS_LIVE, CALLS_FREE),
    ):
        free_rows, place = 0, int(state.registers[free])
        while place >= 0:
            free_rows, place = free_rows + 1, int(pool[place][link])
        assert free_rows + state.registers[live] == state.registers[top]
