"""What recommendations bring by how fresh they are, and what they cost."""

from __future__ import annotations

from typing import Any

import pytest

from engine.design.model import Design
from engine.simulate import Intervention, Simulation, start
from tests import tiny


def design(duration_s: float = 100.0, **parameters: Any) -> Design:
    """Fifty pages a second; an hour is a second."""
    service = tiny.component("service", instances=4, slots=20, service_ms_mean=1.0)
    told = {"hour_s": 1.0, **parameters}
    parts = [tiny.component("viewers", "traffic_source", process="even"), service]
    parts.append(tiny.component("rows", "recommender", **told))
    arrows = [tiny.connection("viewers", "service"), tiny.connection("rows", "service")]
    return tiny.design(components=parts, connections=arrows, rate_per_s=50.0, duration_s=duration_s)


def finished(simulation: Simulation) -> dict[str, Any]:
    while not simulation.finished:
        simulation.advance(10_000_000)
    return dict(simulation.summary()["components"]["rows"]["controller"])


def test_what_is_online_is_fresh_and_costs_with_every_page() -> None:
    report = finished(start(design(mode="online"), seed=1))
    assert report["take_ratio"] == pytest.approx(0.8)
    assert (report["age_h_mean"], report["fallback_ratio"]) == (0.0, 0.0)
    assert report["compute_ms_per_page"] == pytest.approx(45.0)


def test_a_batch_is_as_old_as_its_own_time_and_half_a_period_on_average() -> None:
    given = {"mode": "offline", "offline_period_h": 10.0, "batch_h": 4.0, "profiles": 1_000}
    report = finished(start(design(**given), seed=1))
    # Looks are an hour apart: ages of 4, 5, ... 13 h.
    assert report["age_h_mean"] == pytest.approx(8.5, abs=0.2)
    halves = [0.5 ** (age / 24.0) for age in range(4, 14)]
    assert report["take_ratio"] == pytest.approx(0.55 + 0.25 * sum(halves) / 10, abs=0.002)
    assert report["compute_hours"] == pytest.approx(10 * 1_000 * 45.0 / 3.6e6)


def test_nearline_is_nearly_as_good_as_online() -> None:
    report = finished(start(design(mode="nearline", nearline_s=30.0), seed=1))
    assert 0.799 < report["take_ratio"] < 0.8


@pytest.mark.parametrize(("fallback", "worth"), [("popular rows", 0.55), ("nothing", 0.0)])
def test_what_does_not_answer_is_substituted(fallback: str, worth: float) -> None:
    simulation = start(design(mode="online", fallback=fallback), seed=1)
    simulation.intervene(Intervention("hang", "service"))
    report = finished(simulation)
    assert report["fallback_ratio"] == 1.0
    assert report["take_ratio"] == pytest.approx(worth)
    assert report["age_h_mean"] is None
