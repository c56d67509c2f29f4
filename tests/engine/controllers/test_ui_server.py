"""Old bundles: whose calls go wrong, and for how long."""

from __future__ import annotations

import math
from typing import Any

import pytest

from engine.simulate import Simulation, start
from tests import tiny

STALE = {"at": 10.0, "failure": "stale_bundle", "target": "ui", "parameters": {"ratio": 0.4}}


def _run(schedule: list[dict[str, Any]], duration_s: float, **law: Any) -> Simulation:
    law = {"app_start_every_s": 50.0, "propagation_s": 0.0, **law}
    parts = [
        tiny.component("viewers", "traffic_source", process="even"),
        tiny.component("api", instances=4, slots=8),
        tiny.component("retired"),
        tiny.component("ui", "ui_server", **law),
    ]
    arrows = [tiny.connection("viewers", "api"), tiny.connection("api", "retired", order=7, optional=True)]
    arrows.append(tiny.connection("ui", "api"))
    design = tiny.design(
        components=parts, connections=arrows, rate_per_s=200.0, duration_s=duration_s, schedule=schedule
    )
    simulation = start(design, 4)
    while not simulation.finished:
        simulation.advance()
    return simulation


def _old(simulation: Simulation) -> float:
    share: float = simulation.summary()["components"]["ui"]["controller"]["share_old"]
    return share


def test_nothing_is_wrong_until_bundles_go_stale() -> None:
    simulation = _run([], 20.0)
    assert _old(simulation) == 0.0
    assert "failed" not in simulation.summary()["losses"] or simulation.summary()["losses"]["failed"] < 20


def test_old_bundles_fail_for_their_share_of_requests_and_die_out_as_apps_start() -> None:
    simulation = _run([STALE], 60.0)
    # Looks are a second apart; the last one is at most that old.
    assert 0.4 * math.exp(-50.0 / 50.0) <= _old(simulation) <= 0.4 * math.exp(-49.0 / 50.0)
    expected = 200.0 * 0.4 * 50.0 * (1.0 - math.exp(-1.0))
    failed = simulation.summary()["losses"]["failed"]
    own = 200.0 * 60.0 * 0.0005
    assert abs(failed - expected - own) < 5.0 * math.sqrt(expected) + 0.02 * expected


def test_nobody_gets_the_new_one_before_it_has_reached_the_servers() -> None:
    assert _old(_run([STALE], 40.0, propagation_s=30.0)) == 0.4


@pytest.mark.parametrize(("duration_s", "left"), [(30.0, 0.2), (60.0, 0.0)])
def test_apps_that_ask_at_an_interval_have_all_asked_after_it(duration_s: float, left: float) -> None:
    share = _old(_run([STALE], duration_s, ui_bundle_poll="interval", poll_s=40.0))
    assert abs(share - left) <= 0.4 / 50.0 + 1e-9


def test_the_log_says_when_the_last_one_is_gone() -> None:
    simulation = _run([STALE], 60.0, ui_bundle_poll="interval", poll_s=20.0)
    assert simulation.log[-1]["sentence"] == "ui: no app runs an old bundle of api any more"


def test_it_ends_at_once_when_old_calls_are_understood_again() -> None:
    simulation = _run([{**STALE, "for": 10.0}], 30.0)
    assert _old(simulation) == 0.0
    assert simulation.summary()["losses"]["failed"] < 200.0 * 0.4 * 10.0 * 1.1


def test_old_bundles_alone_call_what_was_replaced() -> None:
    simulation = _run([STALE], 60.0, effect="nothing", old_calls_order=7)
    calls = simulation.summary()["connections"]["api-retired"]["calls"]
    expected = 200.0 * 0.4 * 50.0 * (1.0 - math.exp(-1.0))
    assert abs(calls - expected) < 5.0 * math.sqrt(expected) + 0.02 * expected
