"""A licence server of a drawing: renewals reach it and nobody else, and what it does to viewers."""

from __future__ import annotations

from typing import Any

import pytest

from engine.design.licensing import licences_of, with_licences
from engine.design.model import Design
from engine.estimate.estimate import estimate
from engine.simulate import Intervention, Simulation, start
from tests import tiny
from tests.engine.components.recorder import explained, lowered


def design(duration_s: float = 100.0, **parameters: Any) -> Design:
    """Viewers in front of a service for presses and of a licence server."""
    people = {"browse_s": 5.0, "network": "fibre", "pause_per_h": 0.0, "seek_per_h": 0.0}
    service = {"service_ms_mean": 20.0, "distribution": "constant"}
    return tiny.design(
        components=[
            tiny.component("viewers", "viewers", **people),
            tiny.component("service", **service),
            tiny.component("keys", "licence_server", **{"period_s": 20.0, **parameters}),
        ],
        connections=[tiny.connection("viewers", "service"), tiny.connection("viewers", "keys")],
        rate_per_s=4.0,
        duration_s=duration_s,
    )


def finished(simulation: Simulation) -> dict[str, Any]:
    while not simulation.finished:
        simulation.advance(10_000_000)
    return dict(simulation.summary())


def test_it_is_a_station() -> None:
    told = lowered("licence_server")
    assert set(told) == {"station", "keys"}
    assert (told["station"]["instances"], told["station"]["slots"]) == (4, 16)


def test_presses_and_renewals_go_their_own_ways() -> None:
    told = with_licences(design())
    assert {each.target: each.only_for for each in told.calls} == {"service": "critical", "keys": "degraded"}
    assert licences_of(told)["viewers"].period_s == 20.0
    plain = tiny.design()
    assert with_licences(plain) is plain


def test_every_request_for_a_key_is_a_call_and_its_answer_ends_the_stall() -> None:
    summary = finished(start(design(), seed=1))
    told = summary["components"]["viewers"]["controller"]
    calls = {name: each["calls"] for name, each in summary["connections"].items()}
    assert calls["viewers-service"] == pytest.approx(told["presses"], abs=10)
    assert calls["viewers-keys"] == pytest.approx(told["key_asks"], abs=10)
    assert told["key_asks"] > told["starts"]
    # Without spread everybody stands still for the time of a signature, most of all when all of them queue.
    assert told["stalls_by_cause"]["key"] > 100
    assert told["stalled_for_key_s"] / told["stalls_by_cause"]["key"] > 0.03
    assert told["key_exposure_s"] == 20.0


def test_keys_ahead_carry_over_a_server_that_refuses() -> None:
    stalls = {}
    for ahead in (0, 1):
        simulation = start(design(predeliver_keys=ahead, jitter_s=20.0), seed=1)
        while simulation.clock_s < 70.0:
            simulation.advance(10_000_000)
        simulation.intervene(Intervention("refuse", "keys"))
        while simulation.clock_s < 85.0:
            simulation.advance(10_000_000)
        simulation.intervene(Intervention("refuse", "keys", heal=True))
        stalls[ahead] = finished(simulation)["components"]["viewers"]["controller"]["stalls_by_cause"]["key"]
    assert stalls[0] > 50
    assert stalls[1] <= 5


def test_the_estimate_takes_no_press_for_a_renewal() -> None:
    told = estimate(design())
    assert told.components["service"].rate_per_s == pytest.approx(4.0, rel=0.01)


def test_it_says_what_a_stolen_answer_is_worth() -> None:
    assert explained("licence_server", {})[-1] == "One stolen answer of it decrypts 60 s of content at most."


def test_leaked_keys_are_changed_by_force_as_often_as_it_is_told() -> None:
    simulation = start(design(period_s=600.0, jitter_s=10.0), seed=1)
    asked = []
    for at_s in (50.0, 70.0):
        while simulation.clock_s < at_s:
            simulation.advance(10_000_000)
        told = simulation.summary()["components"]["viewers"]["controller"]
        asked.append((told["key_asks"], told["present"]["playing"]))
        simulation.intervene(Intervention("change_keys", "keys"))
    told = finished(simulation)["components"]["viewers"]["controller"]
    assert told["key_changes"] == 2
    assert told["leaked_s"] == pytest.approx(10.0, abs=1.0)
    # Everybody who plays asks for another key within ten seconds; about 80 come meanwhile and ask for their first.
    assert asked[1][0] - asked[0][0] == pytest.approx(asked[0][1] + 20 * 4.0, abs=4 * 80**0.5)
