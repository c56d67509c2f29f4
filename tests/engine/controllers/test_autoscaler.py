"""The autoscaler in runs with constant service times, where the load of an instance is known exactly."""

from __future__ import annotations

from typing import Any

import pytest

from engine.simulate import Simulation, start
from tests import tiny

STEADY = {"window_s": 10.0, "eval_s": 10.0, "boot_s": 5.0, "cooldown_in_s": 0.0, "step_max": 10.0}


def _run(
    rate_per_s: float = 60.0, duration_s: float = 60.0, instances: int = 3, ramp: Any = None, **law: Any
) -> Simulation:
    """Even arrivals, 10 ms of work each, one slot an instance: 100 requests a second and instance."""
    service = tiny.component(
        "service", instances=instances, slots=1, service_ms_mean=10.0, distribution="constant", queue_limit=1_000
    )
    scaler = tiny.component("scaler", "autoscaler", **(STEADY | law))
    parts = [tiny.component("viewers", "traffic_source", process="even"), service, scaler]
    arrows = [tiny.connection("viewers", "service"), tiny.connection("scaler", "service")]
    traffic = (
        {"source": "viewers", "shape": "ramp", "parameters": ramp} if ramp else tiny.traffic(rate_per_s=rate_per_s)
    )
    workload = {"duration": duration_s, "traffic": [traffic]}
    design = tiny.design(components=parts, connections=arrows, workload=workload)
    simulation = start(design, seed=1)
    while not simulation.finished:
        simulation.advance()
    return simulation


def _changes(simulation: Simulation) -> list[tuple[float, str]]:
    return [(each["clock_s"], each["sentence"].split(" instances")[0].split(": ")[1]) for each in simulation.log]


@pytest.mark.parametrize(
    ("law", "wanted"),
    [
        ({"metric": "cpu", "target": 0.5}, "3 → 6"),  # 297 requests/s of 10 ms are 2.97 busy slots
        ({"metric": "rps", "target_per_instance": 50.0}, "3 → 6"),
        ({"metric": "concurrency", "target_per_instance": 0.25}, "3 → 12"),
        ({"metric": "cpu", "target": 0.5, "buffer": 2}, "3 → 8"),
        ({"metric": "cpu", "target": 0.5, "max": 4}, "3 → 4"),
        ({"metric": "cpu", "target": 0.3, "step_max": 2.0}, "3 → 6"),
        ({"metric": "schedule", "scheduled_instances": 7}, "3 → 7"),
    ],
    ids=str,
)
def test_it_wants_what_the_law_says(law: dict[str, Any], wanted: str) -> None:
    assert _changes(_run(297.0, 15.0, **law))[0] == (10.0, wanted)


def test_a_saturated_metric_takes_several_steps() -> None:
    """Offered is 9 instances' work; utilisation is never seen above 1, so one step asks for 1 / 0.5 times as many."""
    simulation = _run(900.0, 60.0, instances=1, metric="cpu", target=0.5, boot_s=1.0)
    assert [wanted for _, wanted in _changes(simulation)][:4] == ["1 → 2", "2 → 4", "4 → 8", "8 → 16"]


def test_what_is_started_takes_requests_when_its_boot_is_over() -> None:
    simulation = _run(270.0, 30.0, metric="cpu", target=0.5, boot_s=7.0, max=5)
    frames_s = simulation.layout["frame_s"]
    up = []
    again = start(simulation.design, seed=1)
    while not again.finished:
        frame = again.advance()
        assert frame is not None
        up.append(frame["components"][1][7])
    assert up[: round(17.0 / frames_s)] == [3] * round(17.0 / frames_s)
    assert up[round(17.0 / frames_s)] == 5


def test_scaling_in_drains_and_loses_nothing() -> None:
    simulation = _run(60.0, 60.0, instances=8, metric="cpu", target=0.6)
    assert _changes(simulation) == [(10.0, "8 → 1")]
    summary = simulation.summary()
    assert summary["losses"] == {}
    assert summary["components"]["service"]["instances_up"] == 1
    assert summary["components"]["scaler"]["controller"] == {"started": 0, "stopped": 7}


def test_nothing_is_stopped_while_it_rests() -> None:
    assert _changes(_run(60.0, 60.0, instances=8, metric="cpu", cooldown_in_s=35.0)) == [(40.0, "8 → 1")]


def test_a_window_may_be_longer_or_shorter_than_the_time_between_looks() -> None:
    for window_s in (3.0, 10.0, 25.0):
        simulation = _run(270.0, 15.0, metric="rps", target_per_instance=50.0, window_s=window_s)
        assert _changes(simulation)[0] == (10.0, "3 → 6")


def test_the_predictive_metric_looks_ahead_on_a_ramp() -> None:
    """From 20 s to 110 s the rate grows by 10 requests/s every second; at 30 s two windows tell of that."""
    ramp = {"from_per_s": 100.0, "to_per_s": 1_000.0, "start_s": 20.0, "ramp_s": 90.0}

    def wanted(metric: str) -> tuple[float, str]:
        law = {"metric": metric, "forecast_error": 0.0, "boot_s": 5.0, "target": 0.5, "min": 3}
        changes = _changes(_run(duration_s=35.0, ramp=ramp, **law))
        return changes[0]

    # 150 requests/s were seen and 50 more every 10 s: after boot and one more look there are 225.
    assert wanted("predictive") == (30.0, "3 → 5")


def test_the_sentence_says_why() -> None:
    sentence = _run(297.0, 15.0, metric="cpu", target=0.5).log[0]["sentence"]
    assert sentence == "scaler: 3 → 6 instances of service because utilisation was 0.99 over 10 s"
