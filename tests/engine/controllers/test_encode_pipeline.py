"""Titles on workers: how long they take, which come first, and what checks let through."""

from __future__ import annotations

from typing import Any

import pytest

from engine.checkpoint import load, save
from engine.design.model import Design
from engine.simulate import Intervention, Simulation, start
from tests import tiny

CLEAN = {"worker_loss_per_h": 0.0, "defect_p": 0.0, "qc_false": 0.0, "minute_s": 0.1}
ALONE = {"inspect_min": 0.0, "split_min": 0.0, "assemble_min": 0.0, "qc_min": 0.0, "package_min": 0.0}
ONE_MACHINE = {**CLEAN, **ALONE, "workers": 1, "chunks": 1, "rungs": 1, "chunk_min": 4.0, "titles": 50}


def design(duration_s: float = 60.0, **parameters: Any) -> Design:
    """A pipeline beside a service, with nothing to do with it."""
    parts = [tiny.component("viewers", "traffic_source"), tiny.component("service")]
    farm = tiny.component("farm", "encode_pipeline", **{**CLEAN, **parameters})
    arrows = [tiny.connection("viewers", "service")]
    return tiny.design(components=[*parts, farm], connections=arrows, rate_per_s=1.0, duration_s=duration_s)


def finished(simulation: Simulation) -> dict[str, Any]:
    while not simulation.finished:
        simulation.advance(10_000_000)
    return dict(simulation.summary())


def told(**parameters: Any) -> dict[str, Any]:
    return dict(finished(start(design(**parameters), seed=4))["components"]["farm"]["controller"])


@pytest.mark.parametrize(("workers", "minutes"), [(100, 136.0), (1_000, 28.0), (4_000, 19.0)])
def test_a_title_takes_its_chain_and_its_rounds_of_chunks(workers: int, minutes: float) -> None:
    # 2 + 1, then 4,000 tasks of 3 min in rounds of all workers, then 4 + 6 + 3.
    report = told(workers=workers, titles=1)
    assert report["makespan_min"] == pytest.approx(minutes)
    assert report["critical_path_min"] == 19.0
    assert report["worker_hours"] == pytest.approx((4_000 * 3.0 + 16.0) / 60.0)


def test_the_nearest_deadline_first_is_in_time_whenever_anything_is() -> None:
    late = {
        discipline: told(**ONE_MACHINE, due_first_min=4.0, due_last_min=200.0, queue_discipline=discipline)["late"]
        for discipline in ("edf", "fifo", "priority")
    }
    assert late["edf"] == 0
    assert late["fifo"] > late["priority"] > 0


def test_lost_workers_make_their_tasks_begin_again() -> None:
    report = told(workers=100, titles=1, worker_loss_per_h=1.0)
    expected = 4_000 * 3.0 / 60.0
    assert report["lost_workers"] == pytest.approx(expected * 1.05, abs=4.0 * expected**0.5)
    assert report["makespan_min"] > 136.0
    assert report["published"] == 1


def test_a_check_finds_most_and_sends_back_some_that_were_good() -> None:
    numbers = {**ONE_MACHINE, "titles": 400, "chunk_min": 0.5, "defect_p": 0.5, "qc_detect": 0.8, "qc_false": 0.1}
    report = told(**numbers, retry=10, due_last_min=1_000.0)
    # A round ends with an escape (0.5 x 0.2), a good title (0.5 x 0.9), or once more (0.4 + 0.05).
    assert report["published"] == 400
    assert report["escapes"] == pytest.approx(400 * 0.1 / 0.55, abs=4 * (400 * 0.18 * 0.82) ** 0.5)
    assert report["reworks"] == pytest.approx(400 * 0.45 / 0.55, abs=4 * (400 * 0.45 / 0.55**2) ** 0.5)
    assert report["false_alarms"] == pytest.approx(400 * 0.05 / 0.55, abs=4 * (400 * 0.1) ** 0.5)


def test_what_is_bad_for_ever_is_given_up_and_late() -> None:
    report = told(**{**ONE_MACHINE, "titles": 3}, retry=2) | {}
    assert report["given_up"] == 0
    bad = {**ONE_MACHINE, "titles": 3, "defect_p": 1.0, "qc_detect": 1.0, "due_first_min": 10.0, "due_last_min": 20.0}
    report = told(**bad, retry=2)
    assert (report["published"], report["given_up"], report["reworks"], report["late"]) == (0, 3, 6, 3)


def test_workers_that_are_reclaimed_come_back_and_lose_no_task() -> None:
    simulation = start(design(workers=100, titles=1), seed=4)
    while simulation.clock_s < 5.0:
        simulation.advance(10_000_000)
    simulation.intervene(Intervention("reclaim_workers", "farm", {"share": 0.5}))
    while simulation.clock_s < 10.0:
        simulation.advance(10_000_000)
    simulation.intervene(Intervention("reclaim_workers", "farm", {"share": 0.5}, heal=True))
    report = finished(simulation)["components"]["farm"]["controller"]
    assert report["published"] == 1
    assert report["lost_workers"] == 50
    # Fifty minutes with half of the workers cost twenty-five, and up to three for what was begun again.
    assert 136.0 + 22.0 <= report["makespan_min"] <= 136.0 + 31.0


@pytest.mark.parametrize("max_events", [1, 50])
def test_a_pipeline_can_be_put_aside_and_does_not_depend_on_slices(max_events: int) -> None:
    drawn = design(duration_s=12.0, workers=50, titles=2, worker_loss_per_h=1.0, defect_p=0.5)
    whole = finished(start(drawn, 2))
    sliced = start(drawn, 2)
    while sliced.frame_index < 20:
        sliced.advance(max_events)
    again = load(drawn, 2, save(sliced))
    assert again is not None
    assert finished(again) == whole
