"""Bandits on the requests of a service: what they bring, by rule."""

from __future__ import annotations

from typing import Any

import pytest

from engine.checkpoint import load, save
from engine.design.discovery import bandit_types
from engine.design.model import Design
from engine.simulate import Simulation, start
from tests import tiny


def design(duration_s: float = 50.0, rate_per_s: float = 200.0, **parameters: Any) -> Design:
    """About ten thousand requests of a service that has room for them."""
    service = tiny.component("service", instances=20, slots=20, service_ms_mean=1.0)
    parts = [tiny.component("viewers", "traffic_source"), service, tiny.component("art", "artwork", **parameters)]
    arrows = [tiny.connection("viewers", "service"), tiny.connection("art", "service")]
    return tiny.design(components=parts, connections=arrows, rate_per_s=rate_per_s, duration_s=duration_s)


def finished(simulation: Simulation) -> dict[str, Any]:
    while not simulation.finished:
        simulation.advance(10_000_000)
    return dict(simulation.summary())


def told(**parameters: Any) -> dict[str, Any]:
    return dict(finished(start(design(**parameters), seed=3))["components"]["art"]["controller"])


def test_every_request_is_an_impression_but_those_after_the_last_look() -> None:
    summary = finished(start(design(duration_s=10.0), seed=3))
    report = summary["components"]["art"]["controller"]
    # The look that would come with the end of the run is left out.
    assert report["impressions"] == sum(report["shown"])
    assert summary["requests"]["offered"] - report["impressions"] == pytest.approx(200, abs=60)


def test_chance_brings_the_mean_and_loses_the_difference_to_the_best() -> None:
    report = told(policy="random", segments=1)
    count = report["impressions"]
    assert report["take_ratio"] == pytest.approx(0.065, abs=4 * (0.065 * 0.935 / count) ** 0.5)
    # Six arms of which each loses 0, 1, ... 5 points.
    assert report["regret"] == pytest.approx(0.025 * count, rel=0.03)


@pytest.mark.parametrize("policy", [each for each in bandit_types() if each != "random"])
def test_every_other_rule_learns(policy: str) -> None:
    report = told(policy=policy, segments=1, least_take=0.02, greatest_take=0.4)
    assert report["take_ratio"] > 0.29
    assert report["regret"] < 0.11 * report["impressions"]


def test_books_for_each_segment_find_what_the_others_miss() -> None:
    wide = {"least_take": 0.05, "greatest_take": 0.5, "arms": 4, "segments": 2}
    together, apart = told(policy="thompson", **wide), told(policy="contextual", **wide)
    # The best picture of one segment is the second worst of the other: together they get at most the best mean.
    assert together["take_ratio"] < 0.37
    assert apart["take_ratio"] > 0.45


def test_it_can_be_put_aside_and_does_not_depend_on_slices() -> None:
    drawn = design(duration_s=8.0)
    whole = finished(start(drawn, 2))
    sliced = start(drawn, 2)
    while sliced.frame_index < 14:
        sliced.advance(97)
    again = load(drawn, 2, save(sliced))
    assert again is not None
    assert finished(again) == whole
