"""A flag in runs: when calls are made, how a change spreads, and how harm is taken back."""

from __future__ import annotations

from typing import Any

import pytest

from engine.simulate import Simulation, start
from tests import tiny

FLAG = {"on_at_s": 10.0, "propagation_s": 0.0, "look_s": 5.0}


def _run(duration_s: float = 40.0, **flag: Any) -> Simulation:
    parts = [
        tiny.component("viewers", "traffic_source", process="even"),
        tiny.component("service", service_ms_mean=1.0),
        tiny.component("extra", service_ms_mean=1.0),
        tiny.component("flag", "feature_flags", **(FLAG | flag)),
    ]
    arrows = [
        tiny.connection("viewers", "service"),
        tiny.connection("service", "extra", order=2),
        tiny.connection("flag", "service"),
    ]
    design = tiny.design(components=parts, connections=arrows, rate_per_s=100.0, duration_s=duration_s)
    simulation = start(design, seed=1)
    while not simulation.finished:
        simulation.advance()
    return simulation


def _calls(simulation: Simulation) -> int:
    return int(simulation.summary()["connections"]["service-extra"]["calls"])


def test_calls_behind_a_flag_are_made_only_while_it_is_on() -> None:
    assert _calls(_run(calls_order=2)) == pytest.approx(3_000, abs=2)
    assert _calls(_run(calls_order=2, off_at_s=25.0)) == pytest.approx(1_500, abs=2)
    assert _calls(_run(calls_order=0)) == pytest.approx(4_000, abs=2)


def test_a_flag_may_be_on_for_some() -> None:
    assert _calls(_run(calls_order=2, percent=0.2)) == pytest.approx(600, abs=4 * (3_000 * 0.2 * 0.8) ** 0.5)


def test_a_change_spreads_within_the_propagation() -> None:
    """Ten steps over 20 s: on the mean 45 % during the time of the change (the last step comes at its end)."""
    assert _calls(_run(calls_order=2, propagation_s=20.0)) == pytest.approx(1_000 + 0.45 * 2_000, abs=90)


def test_a_bad_flag_fails_requests_where_it_is_on_until_it_is_switched_off() -> None:
    lost = _run(effect="fails_always", percent=0.5, off_at_s=20.0).summary()["losses"]
    assert lost["failed"] == pytest.approx(500, abs=4 * (1_000 * 0.25) ** 0.5)


def test_a_guard_takes_a_bad_flag_back() -> None:
    simulation = _run(effect="fails_always", guard_error_ratio=0.1)
    assert simulation.summary()["components"]["flag"]["controller"] == {"share_on": 0.0, "was_taken_back": True}
    assert simulation.summary()["losses"]["failed"] == pytest.approx(500, abs=3)
    assert [each["sentence"] for each in simulation.log] == [
        "flag: switched on for 100 % of requests at service",
        "flag: switched off at service because 100 % failed",
    ]
