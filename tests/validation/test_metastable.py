"""A database that stays down after its trouble is over: rows V34 to V37 and V39 to V41 of the validation table.

30 slots of 100 ms make 300 requests a second; 280 arrive; callers wait one second and try once more. While the
database hangs its queue fills with requests whose callers have gone, and afterwards it works for them alone.
"""

from __future__ import annotations

import statistics
from typing import Any

import pytest

from engine.design.model import Design
from engine.simulate import start
from tests import tiny

CAPACITY_PER_S = 300.0
SEEDS = (1, 2, 3)
WITHIN = 0.02
"""Goodput is a share of some 10 000 requests, so four of its standard errors are below 0.02 wherever it lies."""


def test_before_the_stall_all_is_well_and_after_it_nothing_is() -> None:
    for seed in SEEDS:
        summary, goodput = _run(_database(), seed, (5.0, 20.0), (60.0, 120.0))
        assert goodput[0] == pytest.approx(1.0, abs=WITHIN)
        assert goodput[1] == pytest.approx(0.0, abs=WITHIN)
        call = summary["connections"]["viewers-database"]
        assert call["attempts"] / call["calls"] == pytest.approx(2.0, abs=WITHIN)
        assert summary["components"]["database"]["utilisation"] > 0.99


def test_a_database_that_refuses_comes_back_by_itself() -> None:
    for seed in SEEDS:
        _, goodput = _run(_database(failure="refuse"), seed, (21.0, 29.0), (31.0, 120.0))
        assert goodput[0] == 0.0
        assert goodput[1] == pytest.approx(1.0, abs=WITHIN)


@pytest.mark.parametrize(("stall_s", "recovers"), [(0.5, True), (1.0, False)])
def test_one_second_of_stall_is_enough_and_half_a_second_is_not(stall_s: float, recovers: bool) -> None:
    assert _recovers(_database(stall_s=stall_s)) == [recovers] * len(SEEDS)


def test_it_comes_back_below_capacity_over_attempts_and_not_above() -> None:
    """Each request costs two attempts while it is down: 300 / 2 = 150 a second is the threshold."""
    changes = [(80.0, 160.0), (140.0, 140.0), (170.0, 280.0)]
    for seed in SEEDS:
        design = _database(changes=changes, duration_s=260.0)
        _, goodput = _run(design, seed, (120.0, 140.0), (165.0, 170.0), (175.0, 260.0))
        assert goodput[0] < 0.2
        assert goodput[1] > 0.9
        assert goodput[2] == pytest.approx(1.0, abs=WITHIN)


@pytest.mark.parametrize(("load_per_s", "recovers"), [(140.0, True), (160.0, False), (200.0, False), (240.0, False)])
def test_above_the_threshold_the_same_stall_is_for_ever(load_per_s: float, recovers: bool) -> None:
    """At 150 itself the queue is a random walk without drift, and chance decides."""
    assert _recovers(_database(load_per_s=load_per_s)) == [recovers] * len(SEEDS)


@pytest.mark.parametrize(
    ("queue_limit", "recovers"), [(60, True), (150, True), (250, True), (300, False), (600, False)]
)
def test_a_queue_as_long_as_the_timeout_is_poison(queue_limit: int, recovers: bool) -> None:
    assert _recovers(_database(queue_limit=queue_limit)) == [recovers] * len(SEEDS)


@pytest.mark.parametrize("escape", [{"discipline": "lifo"}, {"attempts": 1}], ids=str)
def test_serving_the_newest_first_or_not_retrying_escapes(escape: dict[str, Any]) -> None:
    assert _recovers(_database(**escape)) == [True] * len(SEEDS)


def test_dropping_at_the_deadline_needs_a_margin() -> None:
    """Exponential service of 100 ms: 95 % of it is done within 300 ms."""
    without = _goodput_afterwards(_database(queue_limit=-1, deadline_drop="at_head"))
    with_margin = _goodput_afterwards(_database(queue_limit=-1, deadline_drop="at_head", deadline_margin_ms=300.0))
    assert max(without) < 0.2
    assert min(with_margin) > 0.9


def _recovers(design: Design) -> list[bool]:
    return [goodput > 0.9 for goodput in _goodput_afterwards(design)]


def _goodput_afterwards(design: Design) -> list[float]:
    return [_run(design, seed, (90.0, 120.0))[1][0] for seed in SEEDS]


def _database(
    *,
    load_per_s: float = 280.0,
    stall_s: float = 10.0,
    attempts: int = 2,
    failure: str = "hang",
    changes: list[tuple[float, float]] | None = None,
    duration_s: float = 120.0,
    queue_limit: int = 600,
    **rules: Any,
) -> Design:
    database = tiny.component(
        "database",
        instances=1,
        slots=30,
        service_ms_mean=100.0,
        distribution="exponential",
        queue_limit=queue_limit,
        **rules,
    )
    retry = {"attempts": attempts, "backoff": 0.0, "jitter": "none"}
    schedule = [{"at": 20.0, "failure": failure, "target": "database", "for": stall_s}]
    for at_s, rate_per_s in changes or []:
        factor = {"factor": rate_per_s / load_per_s}
        schedule.append({"at": at_s, "failure": "change_traffic", "target": "viewers", "parameters": factor})
    return tiny.design(
        components=[tiny.component("viewers", "traffic_source"), database],
        connections=[tiny.connection("viewers", "database", timeout=1.0, retry=retry)],
        workload={"duration": duration_s, "warm_up": 60.0, "traffic": [tiny.traffic(rate_per_s=load_per_s)]},
        schedule=schedule,
    )


def _run(design: Design, seed: int, *spans: tuple[float, float]) -> tuple[dict[str, Any], list[float]]:
    """The summary, and in each span of seconds the share of the requests sent that was answered."""
    simulation = start(design, seed)
    frames = []
    while not simulation.finished:
        frame = simulation.advance(10_000_000)
        assert frame is not None
        frames.append(frame)
    assert simulation.layout["total_metrics"][:2] == ["offered_per_s", "ok_per_s"]
    shares = []
    for begins, ends in spans:
        totals = [each["totals"] for each in frames if begins < each["clock_s"] <= ends]
        shares.append(statistics.fmean(each[1] for each in totals) / statistics.fmean(each[0] for each in totals))
    return simulation.summary(), shares
