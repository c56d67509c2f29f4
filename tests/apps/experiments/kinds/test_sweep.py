"""Positions of sweeps, and knees along them."""

from __future__ import annotations

from typing import Any

import pytest

from apps.experiments.kinds import Measured, Told
from apps.experiments.kinds.sweep import arms, begins, outcome, shown, suggested
from engine.design.knobs import knobs_of
from tests import tiny
from tests.apps.experiments.asked import wish

P99, COST = "classes.play.latency_s_p99", "cost.credits_per_h"


def values(**changes: Any) -> list[tuple[float, ...]]:
    found, errors = arms(tiny.design(), wish("sweep", **changes), None)  # type: ignore[arg-type]
    assert not errors, errors
    return [each.values for each in found]


def test_steps_are_even_or_by_even_factors() -> None:
    assert values(low=10.0, high=40.0, steps=4) == [(10.0,), (20.0,), (30.0,), (40.0,)]
    assert values(low=1.0, high=100.0, steps=3, scale="log") == [(1.0,), (10.0,), (100.0,)]


def test_whole_numbers_are_taken_once() -> None:
    assert values(parameter="components.service.slots", low=1.0, high=3.0, steps=6) == [(1.0,), (2.0,), (3.0,)]


def test_a_second_parameter_goes_round_in_the_first() -> None:
    second = {"parameter2": "components.service.slots", "low2": 1.0, "high2": 2.0, "steps2": 2}
    assert values(low=10.0, high=20.0, steps=2, **second) == [(10.0, 1.0), (10.0, 2.0), (20.0, 1.0), (20.0, 2.0)]


@pytest.mark.parametrize("path", list(knobs_of(tiny.design())))
def test_what_is_suggested_can_be_read(path: str) -> None:
    design = tiny.design()
    asked = begins(design, {}) | suggested(knobs_of(design)[path], "")
    _, errors = arms(design, asked, None)  # type: ignore[arg-type]
    assert [each.message for each in errors if each.path in ("low", "high", "parameter")] == []


def test_the_knee_is_found_along_the_first_parameter_for_each_value_of_the_second() -> None:
    loads, slots = [float(each) for each in range(1, 9)], [1.0, 2.0]
    positions = [(load, slot) for load in loads for slot in slots]
    # Twice the slots carry the load a little farther before it takes off.
    curve = {at: 0.1 if at[0] <= 3.0 + at[1] else 0.1 + (at[0] - 3.0 - at[1]) for at in positions}
    axes = {"parameter": "traffic.viewers.load", "parameter2": "components.service.slots"}
    found = outcome(
        Told(
            axes,
            [{"label": "", "values": list(at)} for at in positions],
            [[Measured(seed, {P99: curve[at], COST: at[1]}, {}) for seed in (1, 2)] for at in positions],
        )
    )
    assert [found["positions"][place]["values"] for place in found["knees"][P99]] == [[4.0, 1.0], [5.0, 2.0]]
    page = shown(found, {"traffic.viewers.load": "Load"}, "")
    assert page["knees"][0] == "Load = 4 (with components.service.slots = 1)"
    assert [each["is_knee"] for each in page["heat"]["fields"]].count(True) == 2


def test_values_where_nothing_was_measured_are_left_empty() -> None:
    axes = {"parameter": "traffic.viewers.load"}
    told = Told(
        axes, [{"label": "", "values": [1.0]}, {"label": "", "values": [2.0]}], [[Measured(1, {P99: 0.1}, {})], []]
    )
    page = shown(outcome(told), {}, "")
    assert [row["mean"] for row in page["table"]["rows"]] == ["100", "–"]
    assert shown(outcome(Told(axes, told.arms, [[], []])), {}, "") == {}
