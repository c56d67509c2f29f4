"""What a run asks for is told before: events about right, viewers by Little's law."""

from __future__ import annotations

import pytest

from engine.design.kinds import RateCurve
from engine.design.model import Design
from engine.design.population import PathPlan, PopulationPlan
from engine.estimate.work import viewers_mean, work
from engine.simulate import start
from tests import tiny
from tests.engine.random_designs import random_design

DESIGNS, FACTOR, SHARE = 40, 2.0, 0.9


def events_of(design: Design) -> int:
    simulation = start(design, 1)
    while not simulation.finished:
        simulation.advance()
    return simulation.events


def population(**changes: object) -> PopulationPlan:
    return PopulationPlan("viewers", (PathPlan(),), (), (), **changes)  # type: ignore[arg-type]


def test_events_of_designs_without_policies_are_told_within_a_factor_of_two() -> None:
    ratios = [
        work(design).events / events_of(design)
        for design in (random_design(seed, policies=False) for seed in range(DESIGNS))
    ]
    assert sum(1.0 / FACTOR <= ratio <= FACTOR for ratio in ratios) >= SHARE * DESIGNS, sorted(ratios)


def test_what_a_cache_answers_is_not_counted_as_asked_behind_it() -> None:
    components = [
        tiny.component("viewers", "traffic_source"),
        tiny.component("service"),
        tiny.component("cache", "cache", capacity_items=100_000),
        tiny.component("store", "store"),
    ]
    connections = [
        tiny.connection("viewers", "service"),
        tiny.connection("service", "cache"),
        tiny.connection("service", "store", order=2, on_miss="cache"),
    ]
    design = tiny.design(rate_per_s=500.0, duration_s=60.0, components=components, connections=connections)
    told, computed = work(design).events, events_of(design)
    assert told == pytest.approx(computed, rel=0.15)


def test_an_attempt_that_fails_counts_half() -> None:
    def service(error_ratio: float) -> Design:
        parts = [tiny.component("viewers", "traffic_source"), tiny.component("service", error_ratio=error_ratio)]
        return tiny.design(components=parts)

    well, ill = work(service(0.0)).events, work(service(1.0)).events
    assert ill == pytest.approx(0.75 * well)


def test_as_many_watch_as_come_in_the_length_of_a_session() -> None:
    steady = population(sessions=RateCurve((0.0,), (2.0,)), session_s=300.0, cap=10_000)
    assert viewers_mean(steady, 30_000.0) == pytest.approx(600.0, rel=0.02)
    assert viewers_mean(steady, 60.0) == pytest.approx(60.0, rel=0.15), "at the beginning they only come"


def test_viewers_that_are_there_leave_and_there_is_no_more_room_than_there_is() -> None:
    leaving = population(sessions=RateCurve((0.0,), (0.0,)), session_s=100.0, initial=1_000)
    assert viewers_mean(leaving, 1_000.0) == pytest.approx(100.0, rel=0.1)
    crowded = population(sessions=RateCurve((0.0,), (50.0,)), session_s=300.0, cap=500)
    assert viewers_mean(crowded, 10_000.0) == pytest.approx(500.0, rel=0.02)
