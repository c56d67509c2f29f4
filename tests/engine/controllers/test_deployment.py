"""Deployments in runs: who meets a bad build, when it is seen, and what is left afterwards."""

from __future__ import annotations

import pickle
from typing import Any

import pytest

from engine.simulate import Simulation, start
from tests import tiny

QUICK = {"at_s": 10.0, "look_s": 5.0, "duration_s": 20.0, "boot_s": 1.0, "rollback_s": 2.0, "bad_build_p": 1.0}
STRATEGIES = ("all", "rolling", "redblack", "canary")


def _run(duration_s: float = 60.0, seed: int = 1, builds: tuple[tuple[float, str], ...] = (), **law: Any) -> Simulation:
    """`builds` are brought at a time, with what is wrong with them."""
    service = tiny.component("service", instances=4, service_ms_mean=5.0)
    deployment = tiny.component("deployment", "deployment", **{**QUICK, "canary_share": 0.1, **law})
    parts = [tiny.component("viewers", "traffic_source", process="even"), service, deployment]
    arrows = [tiny.connection("viewers", "service"), tiny.connection("deployment", "service")]
    told = {"failure": "bring_build", "target": "deployment"}
    schedule = [{"at": at_s, **told, "parameters": {"effect": effect}} for at_s, effect in builds]
    design = tiny.design(
        components=parts, connections=arrows, schedule=schedule, rate_per_s=200.0, duration_s=duration_s
    )
    simulation = start(design, seed=seed)
    while not simulation.finished:
        simulation.advance()
    return simulation


def _told(simulation: Simulation) -> dict[str, Any]:
    told: dict[str, Any] = simulation.summary()["components"]["deployment"]["controller"]
    return told


def _versions(simulation: Simulation) -> list[int]:
    state = simulation.state
    return sorted(int(each) for each in state.instances["version"][state.instances["is_up"] == 1])


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_a_bad_build_is_seen_at_the_first_look_and_taken_back(strategy: str) -> None:
    simulation = _run(strategy=strategy, effect="fails_always")
    told = _told(simulation)
    assert (told["state"], told["detected_s"]) == ("rolled back", 5.0)
    assert _versions(simulation) == [0] * 6  # the source and the deployment itself count as one instance each
    late = simulation.summary()["losses"]["failed"]
    assert late == told["exposed"] > 0


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_a_good_build_replaces_the_old_one(strategy: str) -> None:
    simulation = _run(strategy=strategy, bad_build_p=0.0, alpha=0.001)
    assert _told(simulation)["state"] == "finished"
    assert _versions(simulation) == [0, 0, 1, 1, 1, 1]
    assert simulation.summary()["losses"] == {}


def test_a_canary_exposes_its_share_until_it_is_taken_back() -> None:
    """From 11 s, when the canary is ready, to 16 s, the first look, and 2 s more: 7 s of 20 requests/s."""
    told = _told(_run(strategy="canary", effect="fails_always"))
    assert told["exposed"] == pytest.approx(7 * 20, abs=4 * (7 * 20 * 0.9) ** 0.5)


def test_all_at_once_exposes_everybody() -> None:
    assert _told(_run(strategy="all", effect="fails_always"))["exposed"] == pytest.approx(7 * 200, abs=5)


def test_a_slow_build_is_seen_by_its_latencies_and_not_by_its_errors() -> None:
    assert _told(_run(strategy="canary", effect="slow", metrics="latency"))["detected_s"] is not None
    assert _told(_run(strategy="canary", effect="slow", metrics="error"))["state"] == "finished"


def test_a_canary_is_blind_to_data_that_reach_every_instance() -> None:
    told = _told(_run(strategy="canary", effect="bad_data", metrics="error", alpha=0.001))
    assert (told["state"], told["detected_s"]) == ("finished", None)


def test_good_builds_are_taken_back_about_as_often_as_the_level_says() -> None:
    law = {"strategy": "canary", "bad_build_p": 0.0, "metrics": "latency", "alpha": 0.3, "look_s": 20.0}
    aborts = [_told(_run(40.0, seed, **law))["is_false_abort"] for seed in range(40)]
    assert abs(sum(aborts) / 40 - 0.3) < 4.0 * (0.3 * 0.7 / 40) ** 0.5


def test_what_happened_stands_in_the_log() -> None:
    sentences = [each["sentence"] for each in _run(strategy="canary", effect="fails_always").log]
    assert sentences[0] == "deployment began to bring a new build to service (canary)"
    assert sentences[1].startswith("deployment gave up on the new build of service: it failed 100 %")
    assert sentences[2].startswith("deployment rolled service back after")


def test_a_deployment_can_be_put_aside_and_taken_up() -> None:
    whole = _run(strategy="canary", effect="fails_often")
    again = start(whole.design, seed=1)
    while not again.finished:
        again.advance()
        panel = again._panel
        panel.controllers = {name: pickle.loads(pickle.dumps(each)) for name, each in panel.controllers.items()}
    assert again.summary() == whole.summary()


def test_an_experiment_ends_with_everything_as_it_was() -> None:
    service = tiny.component("service", instances=4, service_ms_mean=5.0)
    law = {"at_s": 10.0, "look_s": 5.0, "duration_s": 20.0, "boot_s": 1.0, "canary_share": 0.1}
    for effect, is_broken_off in (("fails_always", True), ("slow", False)):
        parts = [tiny.component("viewers", "traffic_source"), service]
        parts.append(tiny.component("deployment", "experiment", **law, effect=effect))
        arrows = [tiny.connection("viewers", "service"), tiny.connection("deployment", "service")]
        simulation = start(tiny.design(components=parts, connections=arrows, rate_per_s=200.0, duration_s=60.0), seed=2)
        while not simulation.finished:
            simulation.advance()
        told = _told(simulation)
        assert told["state"] == ("rolled back" if is_broken_off else "finished")
        assert told["exposed"] > 0
        assert _versions(simulation) == [0] * 6


def test_builds_are_brought_one_after_another_and_the_second_waits() -> None:
    told = _run(80.0, builds=((5.0, "fails_always"), (6.0, "nothing")), comes="call", alpha=0.001)
    assert [each["sentence"] for each in told.log if "wait" in each["sentence"]] == [
        "deployment: a new build of service has to wait"
    ]
    assert (_told(told)["state"], _told(told)["builds"], _told(told)["is_bad"]) == ("finished", 2, False)
    assert _told(told)["exposed"] > 0
    assert _versions(told) == [0, 0, 1, 1, 1, 1]


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_what_was_brought_before_is_the_old_build_of_the_next_one(strategy: str) -> None:
    law = {"comes": "call", "alpha": 0.001, "strategy": strategy}
    simulation = _run(100.0, builds=((5.0, "nothing"), (50.0, "fails_always")), **law)
    assert (_told(simulation)["state"], _told(simulation)["is_bad"]) == ("rolled back", True)
    assert _versions(simulation) == [0] * 6


def test_a_bad_build_that_is_everywhere_goes_on_being_met_and_no_other_is_taken() -> None:
    told = _told(_run(60.0, builds=((5.0, "slow"), (40.0, "nothing")), comes="call", metrics="error", strategy="all"))
    assert (told["state"], told["builds"]) == ("finished", 1)
    assert told["exposed"] == pytest.approx(200 * 55, abs=200 * 5 + 10)


def test_data_that_reach_everybody_are_seen_by_how_it_was_before_and_taken_back() -> None:
    simulation = _run(effect="bad_data", metrics="before", alpha=0.001)
    told = _told(simulation)
    assert (told["state"], told["detected_s"]) == ("rolled back", 5.0)
    # Bad data come at once, and are gone two seconds after the look: eight seconds of 200 requests a second.
    assert told["exposed"] == pytest.approx(8 * 200, abs=5)
    failed = simulation.summary()["losses"]["failed"]
    assert failed == pytest.approx(0.05 * told["exposed"], abs=4 * (0.05 * told["exposed"]) ** 0.5)
    assert told["why"].endswith("requests failed since it came, 0 % before")


def test_errors_that_were_there_before_are_not_put_down_to_the_build() -> None:
    states = []
    for metrics in ("before", "error_latency_before"):
        service = tiny.component("service", instances=4, service_ms_mean=5.0, error_ratio=0.05)
        law = {**QUICK, "bad_build_p": 0.0, "metrics": metrics, "alpha": 0.001, "canary_share": 0.1}
        parts = [tiny.component("viewers", "traffic_source"), service, tiny.component("release", "deployment", **law)]
        arrows = [tiny.connection("viewers", "service"), tiny.connection("release", "service")]
        simulation = start(tiny.design(components=parts, connections=arrows, rate_per_s=200.0, duration_s=60.0), seed=1)
        while not simulation.finished:
            simulation.advance()
        states.append(simulation.summary()["components"]["release"]["controller"]["state"])
    assert states == ["finished", "finished"]


def test_a_build_that_leaks_is_as_quick_as_the_old_one_at_first_and_seen_later() -> None:
    law = {"effect": "leaks", "metrics": "latency", "alpha": 0.001, "canary_share": 0.3}
    assert _told(_run(40.0, **{**law, "canary_share": 0.05}))["state"] == "finished"
    told = _told(_run(80.0, **{**law, "look_s": 50.0}))
    assert (told["state"], told["detected_s"]) == ("rolled back", 50.0)


def test_a_leak_makes_service_longer_by_its_growth_since_the_build_came() -> None:
    simulation = _run(190.0, effect="leaks", metrics="error", strategy="all", at_s=10.0)
    row = simulation.plan.component_rows["service"]
    slower = float(simulation.state.component_states["build_slow_factor"][row])
    assert slower == pytest.approx(1.0 + 0.3 * 180.0 / 60.0, abs=0.3 / 60.0)
