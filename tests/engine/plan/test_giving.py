"""Requests that are given from outside: they run like a source's own, and the driver is told what became of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pytest

from engine.checkpoint import load, save
from engine.design.control import Ended, Given, View
from engine.design.kinds import Edit
from engine.kernel.outcomes import OK, QUEUE_FULL
from engine.results.conservation import unbalanced
from engine.simulate import Limits, Simulation, start
from tests import tiny

STEP_NS = 500_000_000


@dataclass
class Driver:
    """Gives a request for each millisecond of every step, and keeps what it is told."""

    next_ns: int = 0
    told: list[tuple[int, int, int, int]] = field(default_factory=list)
    given: int = 0

    def act(self, view: View) -> list[Edit]:
        """A step."""
        self.told += _rows(view.collect("viewers"))
        at_ns = view.now_ns + 1_000_000 * np.arange(500)
        view.give("viewers", Given(at_ns=at_ns[::-1], tags=self.given + np.arange(500)))
        self.given += 500
        self.next_ns = view.now_ns + STEP_NS
        return []

    def report(self) -> dict[str, Any]:
        """Nothing."""
        return {}


def _rows(ended: Ended) -> list[tuple[int, int, int, int]]:
    columns = (ended.tags, ended.outcomes, ended.given_ns, ended.ended_ns)
    return list(zip(*(each.tolist() for each in columns), strict=True))


def _simulation(limits: Limits | None = None, **parameters: Any) -> Simulation:
    """Viewers who send nothing themselves before one service of constant 2 ms."""
    told = {"instances": 1, "slots": 1, "service_ms_mean": 2, "distribution": "constant", "queue_limit": 3} | parameters
    design = tiny.design(
        components=[tiny.component("viewers", "traffic_source", keys_count=1), tiny.component("service", **told)],
        rate_per_s=0.0,
        duration_s=5.0,
    )
    return start(design, 3, limits)


def _finish(simulation: Simulation, max_events: int = 10_000_000) -> dict[str, Any]:
    while not simulation.finished:
        simulation.advance(max_events)
    return simulation.summary()


def test_the_driver_is_told_what_became_of_each_and_when() -> None:
    simulation = _simulation()
    simulation.give("viewers", Given(at_ns=[10, 10, 10, 10, 10, 4_000_000], tags=[1, 2, 3, 4, 5, 6]))
    summary = _finish(simulation)
    service_ns = 2_000_000
    assert _rows(simulation.collect("viewers")) == [
        (5, QUEUE_FULL, 10, 10),
        (1, OK, 10, 10 + service_ns),
        (2, OK, 10, 10 + 2 * service_ns),
        (3, OK, 10, 10 + 3 * service_ns),
        (4, OK, 10, 10 + 4 * service_ns),
        (6, OK, 4_000_000, 10 + 5 * service_ns),
    ]
    assert _rows(simulation.collect("viewers")) == []
    assert summary["requests"]["offered"] == 6


def test_who_has_no_tag_is_not_told_of() -> None:
    simulation = _simulation()
    simulation.give("viewers", Given(at_ns=[0, 0], tags=[-1, 2**62]))
    simulation.give("viewers", Given(at_ns=[0]))
    _finish(simulation)
    assert [each[0] for each in _rows(simulation.collect("viewers"))] == [2**62]


def test_requests_for_one_instant_begin_in_the_order_of_giving() -> None:
    simulation = _simulation(queue_limit=-1)
    simulation.give("viewers", Given(at_ns=[50, 20], tags=[1, 2]))
    simulation.give("viewers", Given(at_ns=[20, 50], tags=[3, 4]))
    _finish(simulation)
    assert [each[0] for each in _rows(simulation.collect("viewers"))] == [2, 3, 1, 4]


@pytest.mark.parametrize("max_events", [1, 7, 501])
def test_a_driven_run_does_not_depend_on_slices(max_events: int) -> None:
    runs = []
    for events in (10_000_000, max_events):
        simulation, driver = _simulation(service_ms_mean=1), Driver()
        simulation._panel.controllers["viewers"] = driver
        simulation._panel.streams["viewers"] = 1
        runs.append((_finish(simulation, events), driver.told))
    assert runs[0] == runs[1]
    assert len(runs[0][1]) > 4_000


def test_the_books_of_a_driven_run_balance_at_every_frame() -> None:
    simulation = _simulation()
    simulation.give(
        "viewers", Given(at_ns=np.sort(np.arange(20_000) * 7_919_000 % 5_000_000_000), tags=np.arange(20_000))
    )
    told = 0
    while not simulation.finished:
        simulation.advance()
        assert unbalanced(simulation.plan.tables, simulation.state) == []
        told += len(_rows(simulation.collect("viewers")))
    totals = simulation.summary()["requests"]
    assert totals["offered"] == 20_000
    assert told == totals["ok"] + totals["error"] + totals["shed"]


def test_a_run_put_aside_keeps_what_waits_and_what_nobody_has_collected() -> None:
    whole, other = _simulation(), _simulation()
    for each in (whole, other):
        each.give("viewers", Given(at_ns=np.arange(100) * 30_000_000, tags=np.arange(100)))
    while other.clock_s < 1.0:
        other.advance()
    resumed = load(other.design, 3, save(other))
    assert resumed is not None
    assert _finish(resumed) == _finish(whole)
    assert _rows(resumed.collect("viewers")) == _rows(whole.collect("viewers"))


def test_keys_people_and_classes_may_be_told() -> None:
    cache = tiny.component("cache", "cache", capacity_items=5, shards=1, ttl_s=0.0)
    design = tiny.design(
        components=[tiny.component("viewers", "traffic_source", keys_count=50), tiny.component("service"), cache,
                    tiny.component("store", "store")],
        connections=[tiny.connection("viewers", "service"), tiny.connection("service", "cache", order=1),
                     tiny.connection("service", "store", order=2, on_miss="cache")],
        rate_per_s=0.0,
    )  # fmt: skip
    simulation = start(design, 1)
    at_ns = np.arange(100) * 50_000_000
    simulation.give("viewers", Given(at_ns=at_ns, keys=np.full(100, 7), classes=np.full(100, 3)))
    assert _finish(simulation)["components"]["cache"]["hit_ratio"] == 0.99


@pytest.mark.parametrize(
    ("source", "given"),
    [
        ("service", Given(at_ns=[5])),
        ("nobody", Given(at_ns=[5])),
        ("viewers", Given(at_ns=[-1])),
        ("viewers", Given(at_ns=[5], keys=[1])),
        ("viewers", Given(at_ns=[5], classes=[4])),
        ("viewers", Given(at_ns=[5], people=[-2])),
    ],
)
def test_what_cannot_be_sent_is_refused_as_a_whole(source: str, given: Given) -> None:
    simulation = _simulation()
    with pytest.raises(ValueError, match=r"Give requests|is a number from"):
        simulation.give(source, given)
    assert _finish(simulation)["requests"]["offered"] == 0


def test_nothing_is_given_to_a_run_that_has_ended_or_to_its_past() -> None:
    simulation = _simulation()
    while simulation.clock_s < 1.0:
        simulation.advance()
    with pytest.raises(ValueError, match="1000000000 ns or later"):
        simulation.give("viewers", Given(at_ns=[999_999_999]))
    _finish(simulation)
    with pytest.raises(ValueError, match="has ended"):
        simulation.give("viewers", Given(at_ns=[9 * 10**9]))


def test_more_than_the_memory_holds_ends_the_run_with_its_limit() -> None:
    simulation = _simulation(Limits(memory_bytes=8 * 2**20))
    simulation.give("viewers", Given(at_ns=np.arange(400_000) * 10_000))
    simulation.advance()
    assert simulation.limit_met is not None
    assert simulation.limit_met.name == "memory_bytes"
