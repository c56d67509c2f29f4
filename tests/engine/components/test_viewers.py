"""Viewers of a drawing: their presses are requests, and the answers begin their pictures."""

from __future__ import annotations

from typing import Any

import pytest

from engine.checkpoint import load, save
from engine.design.discovery import component_types
from engine.design.kinds import RateCurve
from engine.design.model import Design
from engine.simulate import Intervention, Simulation, start
from tests import tiny
from tests.engine.components.recorder import explained, lowered, made

SERVICE_MS, DELAY_MS = 100.0, 40.0
ALIKE = {"network": "fibre", "device": "large_television", "algorithm": "fixed", "fixed_kbps": 235.0}


def design(duration_s: float = 120.0, **parameters: Any) -> Design:
    """Sessions in front of a service that takes a constant time."""
    told = {"browse_s": 5.0, "link_gbps": 1.0, **parameters}
    service = {"service_ms_mean": SERVICE_MS, "distribution": "constant", "slots": 200, "instances": 1}
    return tiny.design(
        components=[tiny.component("viewers", "viewers", **told), tiny.component("service", **service)],
        connections=[tiny.connection("viewers", "service", delay=DELAY_MS / 1e3)],
        rate_per_s=5.0,
        duration_s=duration_s,
    )


def finished(simulation: Simulation) -> dict[str, Any]:
    while not simulation.finished:
        simulation.advance(10_000_000)
    return dict(simulation.summary())


def test_it_is_a_source_of_presses() -> None:
    assert lowered("viewers") == {
        "source": {"request_class": "play", "process": "poisson", "keys_count": 5000, "zipf_alpha": 0.8}
    }


def test_a_cap_keeps_higher_rungs_from_its_viewers() -> None:
    watching = component_types()["viewers"].watching
    assert watching is not None
    tops = {
        cap_kbps: [
            each.device.top_kbps
            for each in watching(made("viewers", cap_kbps=cap_kbps), RateCurve((0.0,), (1.0,))).populations[0].devices
        ]
        for cap_kbps in (0.0, 2350.0)
    }
    assert tops == {0.0: [5800.0, 100_000.0, 3000.0, 1750.0], 2350.0: [2350.0, 2350.0, 2350.0, 1750.0]}


def test_every_press_is_a_request_and_its_answer_is_a_part_of_the_start() -> None:
    summary = finished(start(design(**ALIKE), seed=1))
    told = summary["components"]["viewers"]["controller"]
    # The last step of the viewers ends with the run: what they would press in it is sent and not answered.
    assert 0 <= summary["requests"]["offered"] - told["presses"] <= 10
    assert told["presses"] > 300
    assert told["starts"] == told["answers"] == pytest.approx(told["presses"], abs=10)
    # The way there and back, the service, three round trips of 20 + 12 ms, and 940 kbit over 200 Mbit/s or so.
    least_s = (SERVICE_MS + 2 * DELAY_MS + 3 * 32.0) / 1e3
    assert least_s < told["start_s_p50"] < least_s + 0.02


def test_a_slow_control_plane_makes_viewers_give_up() -> None:
    simulation = start(design(**ALIKE), seed=1)
    simulation.intervene(Intervention("slow_down", "service", {"factor": 50.0}))
    told = finished(simulation)["components"]["viewers"]["controller"]
    # 5.14 s of waiting: 0.058 x 3.1 of all are gone before the picture.
    gone = told["left"]["start_too_slow"] / (told["left"]["start_too_slow"] + told["starts"])
    assert gone == pytest.approx(0.058 * 3.24, abs=4 * (0.19 * 0.81 / told["presses"]) ** 0.5)


def test_who_gets_no_answer_tries_again_and_leaves() -> None:
    simulation = start(design(reload_max=1, reload_ratio=1.0, **ALIKE), seed=1)
    simulation.intervene(Intervention("refuse", "service"))
    told = finished(simulation)["components"]["viewers"]["controller"]
    assert told["starts"] == 0
    assert told["left"]["play_failed"] > 100
    assert told["reloads"] == pytest.approx(told["left"]["play_failed"], abs=60)


def test_changed_traffic_changes_how_many_come() -> None:
    simulation = start(design(**ALIKE), seed=1)
    simulation.intervene(Intervention("change_traffic", "viewers", {"factor": 0.0}))
    assert finished(simulation)["components"]["viewers"]["controller"]["sessions"] == 0


@pytest.mark.parametrize("max_events", [1, 1_000])
def test_the_run_does_not_depend_on_slices_nor_on_a_checkpoint(max_events: int) -> None:
    drawn = design(duration_s=20.0, algorithm="bola")
    whole = finished(start(drawn, seed=2))
    sliced = start(drawn, seed=2)
    while not sliced.finished:
        sliced.advance(max_events)
        if sliced.frame_index == 10:
            break
    again = load(drawn, 2, save(sliced))
    assert again is not None
    assert finished(again) == whole


def test_it_says_what_viewers_met() -> None:
    told = {
        "starts": 1200,
        "start_s_p95": 0.91,
        "bitrate_bps": 4.2e6,
        "rebuffer_ratio": 0.02,
        "stalls": 40,
        "left": {"done": 10, "start_too_slow": 3, "stall_too_long": 0},
    }
    assert explained("viewers", {"controller": told}) == [
        "1,200 plays began, 95 % of them within 0.91 s; the picture has 4.20 Mbit/s on average.",
        "It stood still for 2 % of the time, in 40 stalls.",
        "Viewers left: 3 because the start took too long.",
    ]
    assert explained("viewers", {}) == ["Nobody at it saw a picture."]


def test_frames_add_up_to_what_is_told_at_the_end() -> None:
    simulation = start(design(duration_s=20.0, **ALIKE), seed=3)
    layout, sessions, starts, samples = simulation.layout["viewers"], 0.0, 0.0, []
    while not simulation.finished:
        frame = simulation.advance(10_000_000)
        assert frame is not None
        row = dict(zip(layout["metrics"], frame["viewers"][0], strict=True))
        # Flows come with the frame in which the step is gone, two frames a step.
        sessions += 0.5 * (row["sessions_per_s"] or 0.0)
        starts += 0.5 * (row["starts_per_s"] or 0.0)
        samples += frame["samples"][0]
    told = simulation.summary()["components"]["viewers"]["controller"]
    assert (sessions, starts) == (told["sessions"], told["starts"])
    assert [each[0] for each in samples] == list(range(20))
    assert {len(each) for each in samples} == {1 + 3 * 3}
    assert samples[-1][2] == 235


def test_what_viewers_met_is_in_the_digest() -> None:
    """Two runs with equal requests: only the picture is another."""
    few, many = (
        finished(start(design(duration_s=15.0, **{**ALIKE, "fixed_kbps": kbps}), 1)) for kbps in (235.0, 375.0)
    )
    assert few["requests"] == many["requests"]
    assert few["digest"] != many["digest"]


def test_designs_without_viewers_say_nothing_of_any() -> None:
    simulation = start(tiny.design(duration_s=1.0), seed=1)
    frame = simulation.advance(10_000_000)
    assert frame is not None
    assert "viewers" not in simulation.layout
    assert not {"viewers", "samples"} & frame.keys()
