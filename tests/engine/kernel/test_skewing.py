"""Clocks that differ."""

from __future__ import annotations

from typing import Any

import pytest

from engine.simulate import start
from tests import tiny


def _losses(schedule: list[dict[str, Any]], **fields: Any) -> dict[str, int]:
    parts = [
        tiny.component("viewers", "traffic_source", process="even"),
        tiny.component("play", error_ratio=0.0),
        tiny.component("leaf", error_ratio=0.0, service_ms_mean=1.0, distribution="constant"),
    ]
    arrows = [
        tiny.connection("viewers", "play", timeout=1.0, passes_deadline=True),
        tiny.connection("play", "leaf", timeout=1.0, **fields),
    ]
    simulation = start(tiny.design(components=parts, connections=arrows, duration_s=10.0, schedule=schedule), 1)
    while not simulation.finished:
        simulation.advance()
    losses: dict[str, int] = simulation.summary()["losses"]
    return losses


def _skewed(target: str, ahead_s: float) -> list[dict[str, Any]]:
    return [{"at": 5.0, "failure": "skew_clock", "target": target, "parameters": {"ahead_s": ahead_s}}]


@pytest.mark.parametrize(
    ("target", "ahead_s", "is_lost"),
    [("leaf", 2.0, True), ("leaf", -2.0, False), ("leaf", 0.5, False), ("play", 2.0, True), ("viewers", -2.0, True)],
)
def test_a_deadline_is_over_at_once_by_a_clock_that_is_ahead(target: str, ahead_s: float, is_lost: bool) -> None:
    if target == "viewers":
        # Whoever tells a deadline by a clock that is behind tells it too early.
        target, ahead_s = "play", 2.0
    losses = _losses(_skewed(target, ahead_s), passes_deadline=True)
    assert losses == ({"deadline_exceeded": 250} if is_lost else {})


def test_deadlines_that_are_not_told_know_no_clock() -> None:
    assert _losses(_skewed("leaf", 3_600.0)) == {}


@pytest.mark.parametrize(("ahead_s", "lookups_hit"), [(0.0, 498), (-100.0, 499), (50.0, 498)])
def test_a_jump_of_the_clock_ages_what_a_cache_holds(ahead_s: float, lookups_hit: int) -> None:
    """One key, looked for every 20 ms, which lives for 6 s: a jump ahead lets it expire at once."""
    parts = [
        tiny.component("viewers", "traffic_source", process="even", keys_count=1),
        tiny.component("play", error_ratio=0.0),
        tiny.component("cache", "cache", ttl_s=6.0, renews_on="write", shards=1, hit_ms_mean=0.01),
        tiny.component("leaf", error_ratio=0.0, service_ms_mean=0.01, distribution="constant"),
    ]
    arrows = [
        tiny.connection("viewers", "play"),
        tiny.connection("play", "cache", order=1),
        tiny.connection("play", "leaf", order=2, on_miss="cache"),
    ]
    schedule = _skewed("cache", ahead_s) if ahead_s else []
    simulation = start(tiny.design(components=parts, connections=arrows, duration_s=10.0, schedule=schedule), 1)
    while not simulation.finished:
        simulation.advance()
    row = simulation.state.component_states[simulation.plan.component_rows["cache"]]
    assert abs(int(row["hits"]) - lookups_hit) <= 2
    assert int(row["lookups"]) - int(row["hits"]) == (1 if ahead_s < 0.0 else 2)
