from typing import Any

from engine.design.policies import lower_policies
from engine.policies.circuit_breaker import POLICY
from engine.simulate import Simulation, start
from tests import tiny

LINK = "viewers-service"


def test_its_window_has_ten_buckets_and_shares_are_whole_numbers() -> None:
    row = lower_policies({POLICY.name: {each.name: each.default for each in POLICY.parameters}})
    assert row.rules == {"gated"}
    assert row.columns == {
        "breaker_bucket_ns": 10**9,
        "breaker_volume": 20,
        "breaker_failures": 5_000,
        "breaker_sleep_ns": 5 * 10**9,
    }


def test_it_opens_at_the_twentieth_failure_and_tries_once_after_each_sleep() -> None:
    """50 even calls a second that all fail: open after 20 of them, and again after each of the probes at 5.4 s."""
    summary = _run(10.0, failing=True).summary()
    link, refused = summary["connections"][LINK], summary["requests"]["offered"] - 21
    assert link["attempts"] == 21
    assert link["policies"] == {"refused": refused, "breaker_opened": 2, "breaker_state": "open"}
    assert summary["losses"] == {"failed": 21, "circuit_open": refused}


def test_what_it_refuses_is_shed_and_not_tried_again() -> None:
    run = _run(10.0, failing=True, retry={"attempts": 3, "backoff": 0.0})
    assert run.summary()["requests"]["shed"] == run.summary()["losses"]["circuit_open"]
    assert run.summary()["connections"][LINK]["retries"] < 20


def test_it_closes_when_the_probe_goes_well() -> None:
    schedule = [{"at": 1.0, "failure": "refuse", "target": "service", "for": 3.0}]
    run = _run(10.0, failing=False, schedule=schedule)
    policies = run.summary()["connections"][LINK]["policies"]
    assert policies["breaker_opened"] == 1
    assert policies["breaker_state"] == "closed"


def test_frames_tell_its_state() -> None:
    simulation = _start(2.0, failing=True)
    frames = []
    while not simulation.finished:
        frame = simulation.advance()
        assert frame is not None
        frames.append(dict(zip(simulation.layout["policy_metrics"], frame["policies"][0], strict=True)))
    assert simulation.layout["policies"] == [LINK]
    assert (frames[0]["breaker_state"], frames[0]["breaker_opened"], frames[0]["refused_per_s"]) == (0, 0, 0)
    assert (frames[-1]["breaker_state"], frames[-1]["breaker_opened"], frames[-1]["refused_per_s"]) == (1, 1, 48)


def _run(duration_s: float, *, failing: bool, **fields: Any) -> Simulation:
    simulation = _start(duration_s, failing=failing, **fields)
    while not simulation.finished:
        simulation.advance()
    return simulation


def _start(duration_s: float, *, failing: bool, schedule: Any = (), **fields: Any) -> Simulation:
    """50 even calls a second, answered at once."""
    design = tiny.design(
        duration_s=duration_s,
        components=[
            tiny.component("viewers", "traffic_source", process="even"),
            tiny.component("service", service_ms_mean=0.001, error_ratio=float(failing)),
        ],
        connections=[tiny.connection("viewers", "service", policies={POLICY.name: {}}, **fields)],
        schedule=list(schedule),
    )
    return start(design, 3)
