"""A plane as a whole: its books balance, and it is the same however it is stepped, copied and gone on with."""

from __future__ import annotations

import copy
from dataclasses import replace

import numpy as np
import pytest

from engine.dataplane.plane import Asks, Plane
from engine.dataplane.records import VIEWER
from engine.design.discovery import device_types, network_types
from engine.design.kinds import RateCurve
from engine.design.population import (
    DevicePlan,
    LinkPlan,
    NetworkPlan,
    PathPlan,
    PlanePlan,
    PlayerPlan,
    PopulationPlan,
    TitlesPlan,
)
from validation.viewing import patient, sharing, steady

SECOND_NS = 1_000_000_000


def town(**columns: object) -> PlanePlan:
    """Restless viewers behind two links of which the inner one is too thin at times."""
    networks, devices = network_types(), device_types()
    population = PopulationPlan(
        "town",
        paths=(PathPlan(("edge",), 12.0), PathPlan(("core", "edge"), 40.0)),
        networks=(NetworkPlan(networks["dsl"], 0.5), NetworkPlan(networks["three_g"], 0.5)),
        devices=(DevicePlan(devices["television"]), DevicePlan(devices["phone"])),
        cap=400,
        sessions=RateCurve((0.0, 300.0), (4.0, 1.0)),
        initial=100,
        cohorts=8,
        browse_s=10.0,
        session_s=240.0,
        titles=TitlesPlan(200, 0.8, 120.0),
        seek_per_h=60.0,
        pause_per_h=60.0,
        pause_s=10.0,
        player=PlayerPlan("hybrid", startup="remembered"),
    )
    changed = replace(population, **columns)  # type: ignore[arg-type]
    return PlanePlan((LinkPlan("edge", 0.5), LinkPlan("core", 0.3)), (changed, replace(changed, id="village")))


@pytest.fixture
def plane() -> Plane:
    return Plane(town(), seed=3)


def say(plane: Plane, asks: Asks, is_good: bool, after_ns: int = 0) -> int:
    """Answers presses alike, so long after each."""
    return plane.answer(asks.viewers, asks.marks, np.full(len(asks.at_ns), is_good), asks.at_ns + after_ns)


def same(one: Plane, other: Plane) -> bool:
    return all(np.array_equal(a, b) for a, b in zip(one.state.arrays, other.state.arrays, strict=True))


def test_bytes_and_viewers_are_conserved_and_everything_happens(plane: Plane) -> None:
    for second in range(0, 400, 20):
        plane.step(second * SECOND_NS)
        assert plane.unbalanced() == []
    books = plane.books()
    happened = ("starts", "stalls", "switches", "seeks", "pauses", "episodes", "cancelled")
    assert all(books[name] > 0 for name in happened), books
    reasons = ("done", "start_too_slow", "stall_too_long", "stalled_too_much")
    assert all(books["left"][name] > 0 for name in reasons), books["left"]
    assert (
        sum(books["left"].values()) + sum(books["present"].values()) - books["present"]["absent"] == books["sessions"]
    )


def test_a_link_carries_no_more_than_it_can(plane: Plane) -> None:
    for second in range(1, 300):
        plane.step(second * SECOND_NS)
        fits = plane.state.links["capacity_bps"] * second
        owed = np.maximum(plane.state.links["debt"], 0) / plane.plan.steps_per_s
        assert np.all(plane.carried_bits() <= fits + owed + 1.0)
    assert plane.carried_bits()[1] > 0.5 * plane.state.links["capacity_bps"][1] * 299


def test_it_does_not_matter_how_far_a_call_steps(plane: Plane) -> None:
    other = Plane(town(), seed=3)
    plane.step(200 * SECOND_NS)
    for half in range(401):
        other.step(half * SECOND_NS // 2)
    assert same(plane, other)


def test_a_copy_goes_on_as_the_original(plane: Plane) -> None:
    plane.step(100 * SECOND_NS)
    other = copy.deepcopy(plane)
    plane.step(200 * SECOND_NS)
    other.step(200 * SECOND_NS)
    assert same(plane, other)


def test_another_seed_is_another_evening(plane: Plane) -> None:
    other = Plane(town(), seed=4)
    plane.step(50 * SECOND_NS)
    other.step(50 * SECOND_NS)
    assert not same(plane, other)


def test_presses_are_told_a_step_ahead_and_their_answers_start_the_picture() -> None:
    network = NetworkPlan(steady(100_000.0))
    plan = sharing((), patient(cap=50, initial=50, cohorts=1, browse_s=5.0, control_ms=None, networks=(network,)))
    plane = Plane(plan, 1)
    told = set()
    while plane.clock_ns < 60 * SECOND_NS:
        plane.step(plane.clock_ns + plane.step_ns)
        presses = plane.presses()
        assert ((plane.clock_ns <= presses.at_ns) & (presses.at_ns < plane.clock_ns + plane.step_ns)).all()
        told |= set(zip(presses.viewers.tolist(), presses.marks.tolist(), strict=True))
        say(plane, presses, True, 700_000_000)
    assert len(told) == plane.books()["starts"] == 50
    # 0.7 s for the answer, three round trips of 20 ms, and the first segment, at half of 100 Mbit/s the highest rung.
    assert plane.start_time_s(0.5) == pytest.approx(0.7 + 0.06 + 4 * 5.8 / 100.0, rel=0.01)


def test_who_is_refused_tries_again_a_few_times() -> None:
    plan = sharing((), patient(cap=500, initial=500, cohorts=1, control_ms=None, reload_ratio=0.5, reload_max=3))
    plane = Plane(plan, 1)
    while plane.clock_ns < 60 * SECOND_NS:
        plane.step(plane.clock_ns + plane.step_ns)
        say(plane, plane.presses(), False, 100_000_000)
    books = plane.books()
    assert books["left"]["play_failed"] == 500
    assert books["refusals"] == books["presses"] == 500 + books["reloads"]
    # One press, and up to three more with one half each: 1/2 + 1/4 + 1/8 on average.
    assert books["reloads"] == pytest.approx(500 * 0.875, abs=4 * (500 * 1.1) ** 0.5)


def test_an_answer_that_nobody_waits_for_is_dropped() -> None:
    plane = Plane(sharing((), patient(control_ms=None)), 1)
    plane.step(SECOND_NS // 2)
    press = plane.presses()
    assert len(press.at_ns) == 1
    assert say(plane, replace(press, marks=press.marks + 1), True) == 0
    assert say(plane, press, True) == 1
    assert say(plane, plane.key_asks(), True) == 0


def test_a_viewer_can_be_watched() -> None:
    plane = Plane(sharing((), patient()), 1)
    states = []
    for half in range(1, 20):
        plane.step(half * SECOND_NS // 2)
        states.append(plane.viewer(0))
    assert [each["state"] for each in states][-1] == "playing"
    assert 0.0 < float(states[-1]["buffer_s"]) <= 30.0
    assert float(states[-1]["bitrate_bps"]) >= 235_000.0


def test_a_viewer_takes_less_than_a_hundred_and_sixty_bytes(plane: Plane) -> None:
    state = plane.state
    rows = (state.viewers, state.wakes, state.fetches, state.targets, state.classes_of, state.asks, state.due)
    assert sum(each.itemsize for each in rows) <= 160
    assert VIEWER.itemsize == 128
