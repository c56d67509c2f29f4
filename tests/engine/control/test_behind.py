"""Misses of an edge become requests, and what these take becomes a part of the way of the bytes."""

from __future__ import annotations

from typing import Any

import pytest

from engine.checkpoint import load, save
from engine.design.check import check_runnable
from engine.design.misses import asking_tiers, with_misses
from engine.design.model import Design
from engine.simulate import Simulation, start
from tests import tiny
from tests.engine.components.carriers import drawn

STREAMS = [("viewers", "edge"), ("edge", "storage")]


def asking(*more: Any, is_asked: bool = True, **packager: Any) -> Design:
    """An edge that keeps what passes, and asks a packager of 400 ms for what it misses."""
    told = {"service_ms_mean": 400.0, "distribution": "constant", "slots": 500, "instances": 4, **packager}
    tiers = (
        tiny.component("edge", "edge_site", fill="pull"),
        tiny.component("storage", "object_storage", egress_gbps=100.0),
        tiny.component("packager", **told),
    )
    streams = [*STREAMS, *([("edge", "packager")] if is_asked else []), *more]
    return drawn(*tiers, streams=streams, titles=1000, zipf_alpha=0.0, device="phone")


def finished(simulation: Simulation) -> dict[str, Any]:
    while not simulation.finished:
        simulation.advance(10_000_000)
    return simulation.summary()["components"]


def test_every_miss_is_a_request_and_waits_for_its_answer() -> None:
    asked, silent = finished(start(asking(), seed=1)), finished(start(asking(is_asked=False), seed=1))
    edge = asked["edge"]["controller"]
    assert edge["misses"] > 500
    # Those of the last step are not sent any more, and those of the last 400 ms not answered.
    assert edge["misses"] * 0.97 < asked["packager"]["arrivals"] <= edge["misses"]
    assert edge["miss_s"] == pytest.approx(0.4, abs=0.02)
    starts = [told["viewers"]["controller"]["start_s_p50"] for told in (asked, silent)]
    # Hardly any two watch the same of a thousand titles: each start waits once, by 400 ms.
    assert starts[0] - starts[1] == pytest.approx(0.4, rel=0.2)


def test_who_is_asked_in_vain_asks_again_a_second_later() -> None:
    told = finished(start(asking(error_ratio=1.0), seed=1))
    edge = told["edge"]["controller"]
    assert edge["failed_misses"] > 0.9 * edge["misses"]
    well = finished(start(asking(), seed=1))["viewers"]["controller"]
    assert told["viewers"]["controller"]["start_s_p50"] > well["start_s_p50"] + 0.7


def test_presses_do_not_go_where_misses_go() -> None:
    design = asking()
    assert asking_tiers(design) == {"edge": "viewers"}
    purposes = {each.target: (each.source, each.only_for) for each in with_misses(design).calls}
    assert purposes == {"service": ("viewers", "critical"), "packager": ("viewers", "bulk")}


def test_two_edges_cannot_ask_in_the_name_of_the_same_viewers() -> None:
    other = tiny.component("other", "edge_site", fill="pull")
    design = asking()
    assert not check_runnable(design)
    streams = [*STREAMS, ("viewers", "other"), ("other", "storage"), ("edge", "packager"), ("other", "packager")]
    tiers = (tiny.component("edge", "edge_site"), other, tiny.component("storage", "object_storage"))
    (error,) = check_runnable(drawn(*tiers, tiny.component("packager"), streams=streams))
    assert "asks already" in error.message


def test_a_checkpoint_keeps_what_was_learnt() -> None:
    half = start(asking(), seed=1)
    while half.clock_s < 20.0:
        half.advance(10_000_000)
    again = load(half.design, 1, save(half))
    assert again is not None
    assert finished(again) == finished(start(asking(), seed=1))
