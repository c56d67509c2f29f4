"""Failures of what carries bytes, and how viewers learn whom to ask."""

from __future__ import annotations

from typing import Any

import pytest

from engine.checkpoint import load, save
from engine.design.model import Design
from engine.simulate import Intervention, Simulation, start
from tests import tiny
from tests.engine.components.carriers import drawn

STREAMS = [("viewers", "near"), ("viewers", "far"), ("near", "storage"), ("far", "transit"), ("transit", "storage")]


def two_sites(*more: Any, streams: Any = (), duration_s: float = 60.0, **near: Any) -> Design:
    """An ISP edge site that holds everything unless told otherwise, and an exchange site that pulls over a link."""
    tiers = (
        tiny.component("near", "edge_site", **{"appliances": 2, "storage_tb": 3.0, **near}),
        tiny.component("far", "exchange_site", fill="pull"),
        tiny.component("transit", "link", gbps=1.0),
        tiny.component("storage", "object_storage"),
        *more,
    )
    told = {"device": "phone", "session_s": 600.0, "stall_patience_s": 0.0}
    return drawn(*tiers, streams=[*STREAMS, *streams], duration_s=duration_s, rate_per_s=3.0, **told)


def finished(simulation: Simulation) -> dict[str, Any]:
    while not simulation.finished:
        simulation.advance(10_000_000)
    return {name: row.get("controller", {}) for name, row in simulation.summary()["components"].items()}


def broken(design: Design, failure: str, target: str, **parameters: Any) -> dict[str, Any]:
    simulation = start(design, seed=1)
    simulation.intervene(Intervention(failure, target, parameters))
    return finished(simulation)


def test_viewers_ask_the_nearest_site() -> None:
    told = finished(start(two_sites(), seed=1))
    assert told["viewers"]["bytes_from"] == {"near": 1.0}
    assert told["near"]["titles"] == 100


def test_a_lost_appliance_takes_its_titles_with_it() -> None:
    told = broken(two_sites(), "lose_appliances", "near", count=1)
    assert told["near"]["titles"] == 50
    assert told["near"]["content_misses"] > 0
    assert 0.3 < told["viewers"]["bytes_from"]["near"] < 0.8


def test_hot_titles_with_copies_survive_it() -> None:
    fill = tiny.component("nights", "fill", copies=2, forecast_sigma=0.0)
    design = two_sites(fill, streams=[("nights", "near")], storage_tb=6.0)
    told = broken(design, "lose_appliances", "near", count=1)
    # One title in a hundred has a second copy: 50 titles, and the hottest one if it lay on the lost appliance.
    assert told["near"]["titles"] in (50, 51)
    assert told["nights"]["fill_gb"] == 101 * 60.0


def test_who_waits_at_a_dead_site_asks_another_one_after_a_heartbeat() -> None:
    steering = tiny.component("steering", "steering", health_from_heartbeat_s=5.0)
    design = two_sites(steering, streams=[("steering", "near"), ("steering", "far")])
    told = broken(design, "lose_appliances", "near", count=2)
    assert told["near"]["health_misses"] > 100
    assert told["viewers"]["bytes_from"].get("near", 0.0) < 0.05
    assert told["viewers"]["starts"] > 50
    assert told["far"]["pulled_gb"] > 0.0
    slow = broken(two_sites(duration_s=59.0), "lose_appliances", "near", count=2)
    assert slow["viewers"]["starts"] < told["viewers"]["starts"]


@pytest.mark.parametrize(
    ("failure", "parameters", "most_gbps"),
    [("congest_link", {"ratio": 0.9}, 0.1), ("flap_link", {"period_s": 4.0}, 0.5), ("cut_link", {}, 0.0)],
)
def test_a_link_carries_what_is_left_of_it(failure: str, parameters: dict[str, Any], most_gbps: float) -> None:
    simulation = start(two_sites(), seed=1)
    simulation.intervene(Intervention("lose_appliances", "near", {"count": 2}))
    simulation.intervene(Intervention(failure, "transit", parameters))
    told = finished(simulation)
    assert told["transit"]["gbps"] <= most_gbps * 1.02


def test_a_checkpoint_keeps_what_is_lost_and_who_is_avoided() -> None:
    steering = tiny.component("steering", "steering", health_from_heartbeat_s=5.0, refresh_s=5.0)
    design = two_sites(steering, streams=[("steering", "near"), ("steering", "far")], duration_s=30.0)

    def begun() -> Simulation:
        simulation = start(design, seed=1)
        simulation.intervene(Intervention("lose_appliances", "near", {"count": 1}))
        return simulation

    half = begun()
    while half.clock_s < 15.0:
        half.advance(10_000_000)
    again = load(design, 1, save(half))
    assert again is not None
    assert finished(again) == finished(begun())


def filled_in_the_run(*more: Any, **fill: Any) -> dict[str, Any]:
    """Two empty sites whose titles of 0.6 GB are brought while the run goes on, the second one the neighbour of the
    first."""
    told = {"lasts_s": 40.0, "window_h": 0.0, "rate_gbps": 1.2, "forecast_sigma": 0.0, **fill}
    tiers = (
        tiny.component("near", "edge_site", appliances=1),
        tiny.component("other", "edge_site", appliances=1),
        tiny.component("backbone", "link", gbps=100.0),
        tiny.component("storage", "object_storage", egress_gbps=100.0),
        tiny.component("nights", "fill", **told),
    )
    streams = [("viewers", "near"), ("near", "backbone"), ("other", "backbone"), ("backbone", "storage")]
    streams += [("viewers", "other"), ("nights", "near"), ("nights", "other"), *more]
    return finished(start(drawn(*tiers, streams=streams, titles=10, title_gb=0.6), seed=1))


def test_titles_come_in_the_window_of_the_run() -> None:
    told = filled_in_the_run()
    # 40 s at 1.2 Gbit/s are ten titles of 0.6 GB.
    assert (told["near"]["titles"], told["near"]["filled_gb"], told["near"]["fill_gb"]) == (10, 6.0, 0.0)
    assert told["nights"]["filled_gb"] == 12.0
    assert told["nights"]["missing"] == 0
    assert 0.2 < told["near"]["byte_hit_ratio"] < 1.0
    assert filled_in_the_run(lasts_s=20.0)["near"]["titles"] == 5
    late = filled_in_the_run(opens_s=50.0)["near"]
    assert (late["titles"], late["missing"]) == (2, 8)


def test_neighbours_spare_the_backbone() -> None:
    streams = [("near", "other"), ("other", "near")]
    told = filled_in_the_run(*streams, lasts_s=50.0)
    assert told["nights"]["filled_gb"] == pytest.approx(12.0)
    # Each of the two brings every other title over the backbone and takes the rest from the neighbour, at last waiting.
    assert told["nights"]["peer_gb"] == pytest.approx(6.0, abs=0.7)
    assert filled_in_the_run(*streams, peer_fill=False)["nights"]["peer_gb"] == 0.0
