"""Regions behind DNS: who is named, and how clients move."""

from __future__ import annotations

from typing import Any

import pytest

from engine.simulate import Simulation, start
from tests import tiny

PARTS = [
    tiny.component("viewers", "traffic_source", process="even"),
    tiny.component("east"),
    tiny.component("west"),
    tiny.component("north"),
]


def _run(schedule: list[dict[str, Any]], duration_s: float = 60.0, **parameters: Any) -> Simulation:
    told = {"ttl_s": 20.0, "health_interval_s": 5.0, "fail_after": 1, "overrun_ratio": 0.0, **parameters}
    arrows = [
        tiny.connection("viewers", "dns"),
        tiny.connection("dns", "east", share=0.6, delay=0.05),
        tiny.connection("dns", "west", share=0.3, delay=0.01),
        tiny.connection("dns", "north", share=0.1, delay=0.03),
    ]
    workload = {"duration": duration_s, "traffic": [tiny.traffic()]}
    parts = [*PARTS, tiny.component("dns", "traffic_manager", **told)]
    simulation = start(tiny.design(components=parts, connections=arrows, workload=workload, schedule=schedule), 3)
    while not simulation.finished:
        simulation.advance()
    return simulation


def _shares(simulation: Simulation) -> list[float]:
    rows = [simulation.plan.connection_rows[f"dns-{name}"] for name in ("east", "west", "north")]
    return [round(float(simulation.state.connection_states["share"][row]), 6) for row in rows]


@pytest.mark.parametrize(
    ("policy", "shares"),
    [("weighted", [0.6, 0.3, 0.1]), ("nearest", [0.0, 1.0, 0.0]), ("failover", [1.0, 0.0, 0.0])],
)
def test_the_policy_says_who_is_named(policy: str, shares: list[float]) -> None:
    assert _shares(_run([], 10.0, policy=policy)) == shares


@pytest.mark.parametrize(
    ("policy", "shares"),
    [("weighted", [0.0, 0.75, 0.25]), ("nearest", [0.0, 1.0, 0.0]), ("failover", [0.0, 1.0, 0.0])],
)
def test_clients_leave_a_region_that_does_not_answer(policy: str, shares: list[float]) -> None:
    lost = [{"at": 10.5, "failure": "hang", "target": "east"}]
    assert _shares(_run(lost, policy=policy)) == shares


def test_they_move_evenly_over_the_time_to_live() -> None:
    lost = [{"at": 10.5, "failure": "refuse", "target": "east"}]
    assert _shares(_run(lost, 25.1)) == [0.3, 0.525, 0.175]


def test_some_keep_their_answer_ten_times_as_long() -> None:
    lost = [{"at": 10.5, "failure": "refuse", "target": "east"}]
    assert _shares(_run(lost, 35.1, overrun_ratio=0.2))[0] == pytest.approx(0.6 * 0.2 * 0.9)


def test_they_come_back_when_it_is_well() -> None:
    simulation = _run(
        [{"at": 10.5, "failure": "kill_instances", "target": "east", "for": 15.0, "parameters": {"count": 3}}]
    )
    assert _shares(simulation) == [0.6, 0.3, 0.1]
    assert simulation.summary()["components"]["dns"]["controller"]["changes"] == 2
    sentences = [each["sentence"] for each in simulation.log]
    assert any("does not answer" in each for each in sentences)
    assert any("is well again" in each for each in sentences)


def test_with_nobody_well_the_answer_stays_as_if_all_were() -> None:
    lost = [{"at": 10.5, "failure": "refuse", "target": name} for name in ("east", "west", "north")]
    assert _shares(_run(lost)) == [0.6, 0.3, 0.1]


def test_without_shares_it_has_nobody_to_name() -> None:
    arrows = [tiny.connection("viewers", "dns"), tiny.connection("dns", "east")]
    parts = [*PARTS[:2], tiny.component("dns", "traffic_manager")]
    simulation = start(tiny.design(components=parts, connections=arrows), 1)
    while not simulation.finished:
        simulation.advance()
    assert simulation.summary()["components"]["dns"]["controller"]["changes"] == 0


@pytest.mark.parametrize(("duration_s", "share"), [(20.1, 0.25), (60.0, 0.5)])
def test_wrong_answers_reach_clients_over_the_time_to_live(duration_s: float, share: float) -> None:
    simulation = _run([{"at": 10.1, "failure": "poison_answers", "target": "dns"}], duration_s)
    row = simulation.plan.component_rows["dns"]
    assert float(simulation.state.component_states[row]["error_ratio"]) == pytest.approx(share, abs=0.5 / 100.0)


def test_a_corrected_record_reaches_them_as_late() -> None:
    wrong = {"at": 10.0, "failure": "poison_answers", "target": "dns", "for": 20.0, "parameters": {"ratio": 1.0}}
    simulation = _run([wrong], 60.0)
    row = simulation.plan.component_rows["dns"]
    assert float(simulation.state.component_states[row]["error_ratio"]) == pytest.approx(0.0, abs=1e-9)
    # They come and go in straight lines: a triangle of 2 x 20 s with all of 50 requests a second at its top.
    failed = simulation.summary()["losses"]["failed"]
    assert abs(failed - 1_000) < 5 * 1_000**0.5 + 20
