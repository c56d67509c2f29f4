"""The door of the engine: frames, interventions, limits, summary."""

from __future__ import annotations

import json
from typing import Any

import pytest

from engine.design.model import Design
from engine.simulate import DesignInvalid, Intervention, Limits, Simulation, start
from tests import tiny
from tests.engine.digests import starter

OVERLOAD = {"rate_per_s": 500.0, "duration_s": 60.0}


def _finished(simulation: Simulation) -> dict[str, Any]:
    while not simulation.finished:
        simulation.advance()
    return simulation.summary()


def _overloaded(**parameters: Any) -> Design:
    service = tiny.component("service", instances=1, slots=1, service_ms_mean=10.0, **parameters)
    return tiny.design(components=[tiny.component("viewers", "traffic_source"), service], **OVERLOAD)


def test_frames_cover_the_run_in_rows_of_the_layout() -> None:
    simulation = start(starter(), seed=1, until_s=10.0)
    layout, frames = simulation.layout, []
    while not simulation.finished:
        frame = simulation.advance()
        frames += [frame] if frame is not None else []
    assert (layout["frame_s"], layout["frames_count"]) == (0.25, 1200)
    assert [frame["n"] for frame in frames] == list(range(1, 41))
    assert [frame["clock_s"] for frame in frames] == [0.25 * n for n in range(1, 41)]
    last = frames[-1]
    assert len(last["totals"]) == len(layout["total_metrics"])
    assert [len(row) for row in last["components"]] == [len(layout["component_metrics"])] * len(layout["components"])
    assert [len(row) for row in last["connections"]] == [len(layout["connection_metrics"])] * len(layout["connections"])
    assert json.loads(json.dumps(last, allow_nan=False)) == last


def test_frames_add_up_to_the_summary() -> None:
    simulation = start(starter(), seed=2, until_s=20.0)
    offered = answered = 0.0
    while not simulation.finished:
        frame = simulation.advance(10_000_000)
        assert frame is not None
        offered += frame["totals"][0] * 0.25
        answered += frame["totals"][1] * 0.25
    requests = simulation.summary()["requests"]
    assert (offered, answered) == (requests["offered"], requests["ok"])


def test_numbers_of_frames_have_four_digits_at_most() -> None:
    simulation = start(starter(), seed=1, until_s=2.0)
    while not simulation.finished:
        frame = simulation.advance(10_000_000)
        assert frame is not None
        for row in (frame["totals"], *frame["components"], *frame["connections"]):
            assert all(each is None or float(f"{each:.4g}") == each for each in row)


def test_a_design_that_cannot_run_is_refused() -> None:
    with pytest.raises(DesignInvalid) as refused:
        start(tiny.design(workload={"duration": 5.0}), seed=1)
    assert refused.value.errors[0].path == "workload.traffic"


@pytest.mark.parametrize(
    ("intervention", "path"),
    [
        (Intervention("no_such_failure", "service"), "failure"),
        (Intervention("kill_instances", "nobody", {"count": 1}), "target"),
        (Intervention("kill_instances", "viewers", {"count": 1}), "target"),
        (Intervention("kill_instances", "service", {"count": 0}), "parameters.count"),
        (Intervention("kill_instances", "service", {"cuont": 1}), "parameters.cuont"),
        (Intervention("cut_connection", "service"), "target"),
    ],
)
def test_an_impossible_intervention_is_refused_and_leaves_no_trace(intervention: Intervention, path: str) -> None:
    simulation = start(tiny.design(), seed=1)
    with pytest.raises(DesignInvalid) as refused:
        simulation.intervene(intervention)
    assert refused.value.errors[0].path == path
    assert _finished(simulation)["log"] == []


def test_killed_instances_fail_their_work_and_come_back_when_restored() -> None:
    simulation = start(tiny.design(rate_per_s=300.0), seed=1)
    frames: list[Any] = [simulation.advance(10_000_000) for _ in range(8)]
    simulation.intervene(Intervention("kill_instances", "service", {"count": 3}))
    frames += [simulation.advance(10_000_000) for _ in range(4)]
    simulation.intervene(Intervention("kill_instances", "service", {"count": 3}, heal=True))
    frames += [simulation.advance(10_000_000) for _ in range(4)]
    up = [frame["components"][1][7] for frame in frames]
    assert up == [3] * 8 + [0] * 4 + [3] * 4
    losses = _finished(simulation)["losses"]
    assert losses["killed"] > 0
    assert losses["unavailable"] == pytest.approx(300, abs=90)


def test_the_log_says_what_was_done_when_and_whether_it_was_undone() -> None:
    schedule = [{"at": 1.0, "failure": "slow_down", "target": "service", "parameters": {"factor": 3}, "for": 2.0}]
    simulation = start(tiny.design(schedule=schedule), seed=1)
    for _ in range(6):
        simulation.advance(10_000_000)
    simulation.intervene(Intervention("cut_connection", "viewers-service"))
    log = _finished(simulation)["log"]
    assert [(each["number"], each["clock_s"], each["heal"], each["undone"]) for each in log] == [
        (1, 1.0, False, True),
        (2, 1.5, False, False),
        (3, 3.0, True, True),
    ]
    assert all(each["sentence"] for each in log)


def test_nothing_can_be_done_to_a_run_that_has_ended() -> None:
    simulation = start(tiny.design(duration_s=1.0), seed=1)
    _finished(simulation)
    with pytest.raises(DesignInvalid):
        simulation.intervene(Intervention("flush_cache", "service"))


@pytest.mark.parametrize(
    ("limits", "name", "word"),
    [
        (Limits(simulated_s=5.0), "simulated_s", "longest"),
        (Limits(events=5_000), "events", "events"),
        (Limits(in_flight=100), "in_flight", "at once"),
    ],
)
def test_a_limit_ends_the_run_with_a_sentence(limits: Limits, name: str, word: str) -> None:
    simulation = start(_overloaded(queue_limit=-1), seed=1, limits=limits)
    summary = _finished(simulation)
    assert simulation.limit_met is not None
    assert simulation.limit_met.name == name
    assert word in summary["limit"]
    assert 0.0 < summary["clock_s"] <= 5.0
    requests = summary["requests"]
    assert requests["offered"] == requests["ok"] + requests["in_flight"] > 0


def test_a_queue_without_bound_meets_the_memory_limit() -> None:
    simulation = start(_overloaded(queue_limit=-1), seed=1, limits=Limits(memory_bytes=700_000))
    assert "MB" in _finished(simulation)["limit"]
    assert simulation.state.size_bytes <= 700_000


def test_a_limit_is_met_at_the_same_event_however_the_run_is_sliced() -> None:
    runs = []
    for max_events in (7, 1_000_000):
        simulation = start(_overloaded(queue_limit=-1), seed=1, limits=Limits(events=5_000))
        while not simulation.finished:
            simulation.advance(max_events)
        runs.append(simulation.summary())
    assert runs[0] == runs[1]


def test_a_design_too_large_to_begin_is_refused_in_words() -> None:
    with pytest.raises(DesignInvalid) as refused:
        start(tiny.design(), seed=1, limits=Limits(memory_bytes=10_000))
    assert "MB" in refused.value.errors[0].message


def test_means_begin_after_the_warm_up_and_counts_of_requests_with_the_run() -> None:
    schedule = [{"at": 0.0, "failure": "slow_down", "target": "service", "parameters": {"factor": 20}, "for": 4.9}]
    workload = {"duration": 10.0, "warm_up": 8.0, "traffic": [tiny.traffic(rate_per_s=20.0)]}
    summary = _finished(start(tiny.design(schedule=schedule, workload=workload), seed=1))
    assert summary["measured_from_s"] == 8.0
    assert summary["requests"]["offered"] == pytest.approx(200, abs=60)
    assert summary["components"]["service"]["arrivals"] == pytest.approx(40, abs=26)
    assert summary["components"]["service"]["latency_s"]["p99"] < 0.3


def test_objectives_are_held_against_what_was_measured() -> None:
    objectives = [
        {"metric": "latency_s_p99", "of": "viewers", "at_most": "10 s"},
        {"metric": "error_ratio", "of": "play", "at_most": 0.0},
        {"metric": "utilisation", "of": "service", "at_least": 0.99},
        {"metric": "latency_s_mean", "of": "viewers-service", "at_most": "10 s"},
    ]
    summary = _finished(start(tiny.design(objectives=objectives), seed=1))
    assert [each["holds"] for each in summary["objectives"]] == [True, True, False, True]
    assert all(each["measured"] is not None for each in summary["objectives"])


def test_shed_requests_are_told_from_failed_ones() -> None:
    summary = _finished(start(_overloaded(queue_limit=2, error_ratio=0.1), seed=1))
    requests = summary["requests"]
    assert requests["shed"] == summary["losses"]["queue_full"] > 1000
    assert requests["error"] == summary["losses"]["failed"] > 100


def test_a_cut_connection_is_silent_until_the_timeout() -> None:
    connections = [tiny.connection("viewers", "service", timeout=0.2)]
    simulation = start(tiny.design(connections=connections), seed=1)
    simulation.advance(10_000_000)
    simulation.intervene(Intervention("cut_connection", "viewers-service"))
    for _ in range(4):
        frame = simulation.advance(10_000_000)
    assert frame is not None
    assert frame["connections"][0][5] == 1.0
    summary = _finished(simulation)
    row = summary["connections"]["viewers-service"]
    assert row["errors"].keys() == {"cut"}
    assert row["errors"]["cut"] == row["timeouts"] == summary["losses"]["cut"]
