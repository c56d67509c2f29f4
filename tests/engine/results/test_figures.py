"""Figures by which runs are compared."""

from __future__ import annotations

import pytest

from engine.results.figures import FIGURES_MOST, METRICS, described, figures_of
from engine.simulate import start
from tests import tiny


def summary() -> dict:  # type: ignore[type-arg]
    objective = {"metric": "latency_s_p99", "of": "viewers", "at_most": "1 us"}
    simulation = start(tiny.design(objectives=[objective]), seed=3)
    while not simulation.finished:
        simulation.advance()
    return simulation.summary()


def test_they_are_the_numbers_of_the_summary() -> None:
    told = summary()
    found = figures_of(told)
    (name,) = told["classes"]
    assert found[f"classes.{name}.latency_s_p99"] == told["classes"][name]["latency_s"]["p99"]
    assert found["requests.error_ratio"] == told["requests"]["error"] / told["requests"]["offered"]
    assert found["requests.ok_per_s"] == told["requests"]["ok"] / told["clock_s"]
    assert found["cost.credits_per_h"] == told["cost"]["credits_per_h"]
    assert found["components.service.utilisation"] == told["components"]["service"]["utilisation"]
    assert found["objectives.objectives_kept_ratio"] == 0.0


def test_each_has_a_name_that_people_read() -> None:
    for each in figures_of(summary()):
        told = described(each, {"service": "Play service"})
        assert told.label[0].isupper() or told.label[1].isdigit()
        assert told.is_headline == (not each.startswith("components."))
    assert described("components.service.utilisation", {"service": "Play"}).label == "Utilisation of Play"
    assert described("classes.play.latency_s_p99", {}).label == "p99 latency"
    assert described("classes.play.latency_s_p99", {}, is_only_class=False).label == "p99 latency of play"


def test_what_was_not_measured_is_left_out() -> None:
    assert figures_of({}) == {}
    nothing = {"requests": {"offered": 0, "ok": 0, "error": 0, "shed": 0}, "clock_s": 0.0}
    assert figures_of(nothing) == {}


def test_a_huge_design_has_its_headlines_and_its_first_components() -> None:
    row = {"utilisation": 0.5, "queue_mean": 1.0}
    told = {"cost": {"credits_per_h": 3.0}, "components": {f"c{number}": row for number in range(1_000)}}
    found = figures_of(told)
    assert len(found) == FIGURES_MOST
    assert list(found)[:2] == ["cost.credits_per_h", "components.c0.utilisation"]


@pytest.mark.parametrize("name", METRICS)
def test_scales_and_units_go_together(name: str) -> None:
    assert (METRICS[name].unit == "%") == (METRICS[name].scale == 100.0)
