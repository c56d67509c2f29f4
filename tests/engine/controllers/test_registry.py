"""Lists of instances that are late: who is called although it is gone, and who is evicted."""

from __future__ import annotations

from typing import Any

import pytest

from engine.simulate import Simulation, start
from tests import tiny

QUICK = {"heartbeat_s": 2.0, "lease_s": 6.0, "evict_sweep_s": 4.0, "server_cache_s": 2.0, "client_fetch_s": 2.0}
EUREKA = {"heartbeat_s": 30.0, "lease_s": 90.0, "evict_sweep_s": 60.0, "server_cache_s": 30.0, "client_fetch_s": 30.0}
KILL = {"at": 30.0, "failure": "kill_instances", "target": "service"}
CUT = {"at": 30.0, "failure": "lose_heartbeats", "target": "registry", "for": 400.0}


def _run(
    schedule: list[dict[str, Any]], seed: int = 1, duration_s: float = 100.0, instances: int = 10, **law: Any
) -> Simulation:
    parts = [
        tiny.component("viewers", "traffic_source", process="even"),
        tiny.component("service", instances=instances),
        tiny.component("registry", "registry", **{**QUICK, "lease_doubling": False, **law}),
    ]
    arrows = [tiny.connection("viewers", "service"), tiny.connection("registry", "service")]
    simulation = start(
        tiny.design(components=parts, connections=arrows, rate_per_s=50.0, duration_s=duration_s, schedule=schedule),
        seed,
    )
    while not simulation.finished:
        simulation.advance()
    return simulation


def _told(simulation: Simulation) -> dict[str, Any]:
    told: dict[str, Any] = simulation.summary()["components"]["registry"]["controller"]
    return told


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize(("doubling", "lease_s"), [(False, 6.0), (True, 12.0)])
def test_a_killed_instance_stays_listed_through_lease_sweep_and_caches(
    seed: int, doubling: bool, lease_s: float
) -> None:
    simulation = _run([KILL], seed, lease_doubling=doubling)
    [wait_s] = _told(simulation)["detections_s"]
    assert lease_s - 2.0 <= wait_s <= lease_s + 4.0 + 2.0 + 2.0
    row = simulation.summary()["components"]["service"]
    # One call in ten went to the dead one, in turn.
    assert abs(row["errors"]["misdirected"] - 5.0 * wait_s) <= 1.0
    assert row["listed_dead"] == 0


def test_callers_and_registry_do_not_know_of_a_death_that_has_just_happened() -> None:
    simulation = _run([{**KILL, "at": 99.0}])
    row = simulation.summary()["components"]["service"]
    assert (row["instances_up"], row["listed_dead"]) == (9, 1)


def test_without_a_cache_of_the_server_it_is_quicker() -> None:
    waits_s = [_told(_run([KILL], seed, server_cache_s=0.0))["detections_s"][0] for seed in (1, 2, 3)]
    assert all(4.0 <= each <= 6.0 + 4.0 + 2.0 for each in waits_s)


def test_one_of_three_is_never_evicted_because_too_few_renewals_come() -> None:
    simulation = _run([KILL], instances=3, duration_s=500.0, **EUREKA)
    assert _told(simulation)["detected"] == 0
    assert _told(simulation)["protected_sweeps"] >= 6
    assert sum("self-preservation" in each["sentence"] for each in simulation.log) == 1


@pytest.mark.parametrize(("least", "lost"), [(0.85, 0), (0.0, 3)])
def test_a_partition_evicts_the_living_unless_the_registry_preserves_itself(least: float, lost: int) -> None:
    simulation = _run([CUT], self_preservation=least, duration_s=600.0, **EUREKA)
    assert _told(simulation)["lost_living"] == lost
    assert _told(simulation)["evicted"] == lost
    assert simulation.summary()["components"]["service"]["errors"] == {}


def test_those_who_were_cut_off_come_back() -> None:
    simulation = _run([{**CUT, "for": 60.0}], self_preservation=0.0, duration_s=120.0)
    assert _told(simulation)["lost_living"] == 3
    row = simulation.plan.component_rows["service"]
    assert int(simulation.state.component_states[row]["listed"]) == 10


def test_while_it_is_down_callers_keep_their_list_and_leases_begin_anew_when_it_is_back() -> None:
    down = {"at": 25.0, "failure": "stop_registry", "target": "registry", "for": 30.0}
    [wait_s] = _told(_run([down, KILL], self_preservation=0.0))["detections_s"]
    assert 55.0 - 30.0 + 6.0 <= wait_s <= 55.0 - 30.0 + 6.0 + 4.0 + 2.0 + 2.0


def test_a_restored_instance_is_called_when_callers_have_heard_of_it() -> None:
    simulation = _run([{**KILL, "for": 40.0}], duration_s=70.05)
    row = simulation.plan.component_rows["service"]
    here = simulation.state.component_states[row]
    assert (int(here["up"]), int(here["listed"])) == (10, 9)


@pytest.mark.parametrize(("is_graceful", "has_misdirected"), [(True, False), (False, True)])
def test_a_stopped_instance_serves_until_callers_know_if_it_deregisters(
    is_graceful: bool, has_misdirected: bool
) -> None:
    scaler = tiny.component("scaler", "autoscaler", metric="schedule", **LAW)
    parts = [
        tiny.component("viewers", "traffic_source", process="even"),
        tiny.component("service", instances=10),
        tiny.component("registry", "registry", **QUICK, graceful_deregister=is_graceful, lease_doubling=False),
        scaler,
    ]
    arrows = [tiny.connection("viewers", "service"), tiny.connection("registry", "service")]
    arrows.append(tiny.connection("scaler", "service"))
    simulation = start(tiny.design(components=parts, connections=arrows, duration_s=60.0), 2)
    while not simulation.finished:
        simulation.advance()
    row = simulation.summary()["components"]["service"]
    assert row["instances_up"] == 9
    assert ("misdirected" in row["errors"]) is has_misdirected
    here = simulation.state.component_states[simulation.plan.component_rows["service"]]
    assert (int(here["listed"]), int(here["draining"])) == (9, 0)


LAW: dict[str, Any] = {"eval_s": 20.0, "window_s": 20.0, "min": 9, "max": 10, "cooldown_in_s": 0.0}


def test_a_balancer_that_looks_for_the_least_loaded_falls_for_the_dead() -> None:
    """It has nothing to do, so it looks like the best one."""
    parts = [
        tiny.component("viewers", "traffic_source", process="even"),
        tiny.component("service", instances=10, slots=8, service_ms_mean=200.0),
        tiny.component("registry", "registry", **QUICK),
    ]
    arrows = [
        tiny.connection("viewers", "service", balancing="least_outstanding"),
        tiny.connection("registry", "service"),
    ]
    design = tiny.design(components=parts, connections=arrows, rate_per_s=100.0, duration_s=35.0, schedule=[KILL])
    simulation = start(design, 1)
    while not simulation.finished:
        simulation.advance()
    # Five seconds of 100 calls each; a tenth would be 50.
    assert simulation.summary()["components"]["service"]["errors"]["misdirected"] > 250
