"""What is told of viewers and of lines since the end of the warm-up is what two runs differ by: one ends with it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from engine.checkpoint import load, save
from engine.design.model import Design
from engine.simulate import Simulation, start
from tests.engine.control.test_flow import design

COUNTS = ("sessions", "presses", "starts", "stalls", "switches", "bits", "played_s", "stalled_s")


def measured_from(warm_up_s: float, duration_s: float = 20.0) -> Design:
    drawn = design(duration_s)
    return replace(drawn, workload=replace(drawn.workload, warm_up_s=warm_up_s))


def told(simulation: Simulation) -> dict[str, Any]:
    while not simulation.finished:
        simulation.advance(10_000_000)
    return {name: row.get("controller", {}) for name, row in simulation.summary()["components"].items()}


@pytest.fixture(scope="module")
def whole() -> dict[str, Any]:
    return told(start(measured_from(8.0), seed=1))


@pytest.fixture(scope="module")
def before() -> dict[str, Any]:
    """The last step of a run begins at its end, so that it ends half a second after the warm-up of the other one."""
    return told(start(design(8.5), seed=1))


def test_viewers_since_the_warm_up_are_all_less_those_before(whole: dict[str, Any], before: dict[str, Any]) -> None:
    since = whole["viewers"]["measured"]
    assert since["from_s"] == 8.0
    for name in COUNTS:
        assert since[name] == pytest.approx(whole["viewers"][name] - before["viewers"][name]), name
    grown = zip(whole["viewers"]["segments"], before["viewers"]["segments"], strict=True)
    assert since["segments"] == [all_ - past for all_, past in grown]
    assert 0 < since["starts"] < whole["viewers"]["starts"]
    spent_s = since["played_s"] + since["stalled_s"]
    assert since["rebuffer_ratio"] == pytest.approx(since["stalled_s"] / spent_s)


def test_a_line_since_the_warm_up_has_carried_all_less_what_came_before(
    whole: dict[str, Any], before: dict[str, Any]
) -> None:
    since = whole["transit"]["measured"]
    assert since["gb"] == pytest.approx(whole["transit"]["gb"] - before["transit"]["gb"])
    assert since["gbps"] != pytest.approx(whole["transit"]["gbps"], rel=0.01)


def test_without_a_warm_up_there_is_one_book() -> None:
    assert "measured" not in told(start(design(4.0), seed=1))["viewers"]


@pytest.mark.parametrize("frames", [4, 12])
def test_the_mark_outlives_a_checkpoint(frames: int, whole: dict[str, Any]) -> None:
    simulation = start(measured_from(8.0), seed=1)
    for _ in range(frames):
        simulation.advance(10_000_000)
    loaded = load(simulation.design, 1, save(simulation))
    assert loaded is not None
    assert told(loaded) == whole
