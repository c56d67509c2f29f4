"""What flows from frame to frame adds up to what is told at the end."""

from __future__ import annotations

from typing import Any

import pytest

from engine.checkpoint import load, save
from engine.design.model import Design
from engine.simulate import Frame, Simulation, start
from tests import tiny
from tests.engine.components.carriers import drawn

STREAMS = [("viewers", "near"), ("near", "transit"), ("transit", "storage")]


def design(duration_s: float = 20.0) -> Design:
    """An edge that holds half of the titles, and fetches the others over a link."""
    tiers = (
        tiny.component("near", "edge_site", appliances=1, storage_tb=3.0),
        tiny.component("transit", "link", gbps=1.0),
        tiny.component("storage", "object_storage"),
    )
    told = {"device": "phone", "session_s": 600.0, "stall_patience_s": 0.0, "browse_s": 5.0}
    return drawn(*tiers, streams=STREAMS, duration_s=duration_s, rate_per_s=3.0, **told)


def frames_of(simulation: Simulation) -> list[Frame]:
    frames = []
    while not simulation.finished:
        frame = simulation.advance(10_000_000)
        assert frame is not None
        frames.append(frame)
    return frames


@pytest.fixture(scope="module")
def run() -> tuple[Simulation, list[Frame]]:
    simulation = start(design(), seed=1)
    return simulation, frames_of(simulation)


def _gb(frames: list[Frame], numbers: str, place: int) -> float:
    """Steps are half a second long; the last one of a run is told by its end and by no frame."""
    told: list[Any] = [frame[numbers] for frame in frames if numbers in frame]  # type: ignore[literal-required]
    return sum((each[place][0] if numbers == "carriers" else each[place]) * 0.5 / 8.0 for each in told)


def test_carriers_ways_and_streams_tell_the_same_bytes(run: tuple[Simulation, list[Frame]]) -> None:
    simulation, frames = run
    flows, told = simulation.layout["flows"], simulation.summary()["components"]
    assert flows["carriers"] == ["near", "transit", "storage"]
    for place, name in enumerate(flows["carriers"]):
        assert _gb(frames, "carriers", place) == pytest.approx(told[name]["controller"]["gb"], rel=0.05)
    over_near, over_all = (_gb(frames, "ways", place) for place in (0, 1))
    assert over_all == pytest.approx(_gb(frames, "carriers", 2), rel=1e-3)
    assert over_near + over_all == pytest.approx(_gb(frames, "carriers", 0), rel=1e-3)
    assert [_gb(frames, "streams", place) for place in range(3)] == pytest.approx(
        [over_near + over_all, over_all, over_all], rel=1e-3
    )


def test_the_summary_tells_which_tiers_the_bytes_of_viewers_crossed(run: tuple[Simulation, list[Frame]]) -> None:
    told = run[0].summary()["components"]["viewers"]["controller"]
    assert [each["tiers"] for each in told["ways"]] == [["near"], ["near", "storage"]]
    whole = sum(each["gb"] for each in told["ways"])
    assert [each["gb"] / whole for each in told["ways"]] == pytest.approx([*told["bytes_from"].values()])


def test_an_edge_tells_the_share_that_it_had_itself(run: tuple[Simulation, list[Frame]]) -> None:
    frame = next(each for each in reversed(run[1]) if "carriers" in each)
    (near, near_use, near_share, *_), (link, _, link_share, *_), (_, _, storage_share, *_) = frame["carriers"]
    assert near is not None
    assert link is not None
    assert near_share == pytest.approx(1.0 - link / near, abs=1e-3)
    assert near_use == pytest.approx(near / 80.0, rel=1e-3)
    assert (link_share, storage_share) == (None, None)


def test_frames_are_the_same_after_a_checkpoint(run: tuple[Simulation, list[Frame]]) -> None:
    half = start(design(), seed=1)
    while half.frame_index < 41:
        half.advance(10_000_000)
    again = load(design(), 1, save(half))
    assert again is not None
    assert frames_of(again) == run[1][41:]


def test_a_frame_without_a_step_tells_of_no_flows(run: tuple[Simulation, list[Frame]]) -> None:
    assert {"carriers" in each for each in run[1]} == {True, False}


def test_titles_that_are_brought_flow_into_an_edge_and_not_to_viewers() -> None:
    tiers = (
        tiny.component("near", "edge_site", appliances=1),
        tiny.component("transit", "link", gbps=10.0),
        tiny.component("storage", "object_storage"),
        tiny.component("nights", "fill", lasts_s=10.0, window_h=0.0, rate_gbps=1.2, forecast_sigma=0.0),
    )
    streams = [*STREAMS, ("nights", "near")]
    simulation = start(drawn(*tiers, streams=streams, duration_s=15.0, titles=10, title_gb=0.6), seed=1)
    frames = frames_of(simulation)
    told = simulation.summary()["components"]
    rows = [frame["carriers"] for frame in frames if "carriers" in frame]
    filled = [each[0][4] for each in rows]
    assert sum(each * 0.5 / 8.0 for each in filled if each) == pytest.approx(told["near"]["controller"]["filled_gb"])
    assert filled[-1] == 0.0
    assert {each[1][4] for each in rows} == {None}
    # What crosses the link on its way to the edge is seen in its stream, and in no way of viewers.
    watched = _gb(frames, "ways", 1)
    assert _gb(frames, "streams", 1) == pytest.approx(watched + told["near"]["controller"]["filled_gb"], rel=0.02)
