"""Courses over time in a few parts, and bands over several of them."""

from __future__ import annotations

from typing import Any

import pytest

from engine.results.courses import METRICS, bands, course_of
from engine.results.frames import layout_of
from engine.simulate import start
from tests import tiny

LAYOUT = {"frames_count": 5, "frame_s": 0.5, "total_metrics": list(METRICS)}


def frames(*values: float | None) -> list[dict[str, Any]]:
    return [{"totals": [value] * len(METRICS)} for value in values]


def test_frames_are_dealt_into_parts_of_equal_length() -> None:
    told = course_of(LAYOUT, frames(1.0, 3.0, None, 5.0, None), 3)
    assert told["step_s"] == 1.0
    assert told["means"]["ok_per_s"] == [2.0, 5.0, None]


def test_a_run_that_ended_early_has_a_shorter_course() -> None:
    assert course_of(LAYOUT, frames(1.0, 3.0), 3)["means"]["in_flight"] == [2.0]


def test_bands_hold_the_curves_they_are_made_of() -> None:
    one, two = (course_of(LAYOUT, frames(*each), 5) for each in ([1.0] * 5, [3.0, 1.0, 1.0, None, None]))
    told = bands([one, two])
    assert (told["runs"], told["step_s"]) == (2, 0.5)
    mean, low, high, least, most = told["bands"]["ok_per_s"][0]
    assert (mean, least, most) == (2.0, 1.0, 3.0)
    assert low < 1.0 < 3.0 < high
    assert told["bands"]["ok_per_s"][3] == [1.0, None, None, 1.0, 1.0]
    assert bands([]) == {}
    assert bands([{}]) == {}


def test_the_mean_rate_of_a_course_is_that_of_the_run() -> None:
    design = tiny.design(duration_s=10.0)
    simulation = start(design, seed=7)
    taken = []
    while not simulation.finished:
        frame = simulation.advance()
        taken += [] if frame is None else [frame]
    told = course_of(layout_of(design), taken, 10)
    rates = told["means"]["ok_per_s"]
    assert sum(rates) / len(rates) == pytest.approx(simulation.summary()["requests"]["ok"] / 10.0, rel=1e-9)
