"""Balancing: how evenly each rule spreads calls, on ten queues at nine tenths of their capacity."""

import functools
import itertools
import statistics
from typing import Any

import pytest

from engine.theory import mm1
from tests import tiny
from tests.engine.theory.runs import assert_agrees, run, station_design


@functools.cache
def _latencies(balancing: str) -> list[float]:
    design = station_design(
        rate_per_s=900.0, service_ms=10.0, instances=10, duration_s=160.0, balancing=balancing, warm_up_s=20.0
    )
    return [run(design, seed)["components"]["service"]["latency_s"]["mean"] for seed in range(6)]


def test_random_spreading_makes_every_instance_a_queue_of_its_own() -> None:
    assert_agrees(_latencies("random"), mm1.sojourn_s_mean(90.0, 100.0), 0.08)


def test_taking_turns_gives_every_instance_each_tenth_arrival() -> None:
    """Gaps of ten exponentials are Erlang's: the queue is E10/M/1, whose root s = (900 / (900 + 100 (1 - s)))**10."""
    root = 0.5
    for _ in range(1000):
        root = (900.0 / (900.0 + 100.0 * (1.0 - root))) ** 10
    assert_agrees(_latencies("round_robin"), 1.0 / (100.0 * (1.0 - root)), 0.06)


def test_each_cleverer_rule_waits_less_than_the_one_before() -> None:
    rules = ("random", "round_robin", "choice_of_two", "least_outstanding")
    means = [statistics.fmean(_latencies(rule)) for rule in rules]
    assert all(more > 1.3 * less for more, less in itertools.pairwise(means))


@pytest.mark.parametrize("balancing", ["random", "round_robin", "choice_of_two", "least_outstanding"])
def test_dead_instances_get_nothing(balancing: str) -> None:
    schedule = [{"at": 1.0, "failure": "kill_instances", "target": "service", "parameters": {"count": 2}}]
    summary: dict[str, Any] = run(
        tiny.design(schedule=schedule, connections=[tiny.connection("viewers", "service", balancing=balancing)]), 1
    )
    assert "unavailable" not in summary["losses"]
    assert summary["components"]["service"]["instances_up"] == 1


def test_keys_of_a_dead_shard_move_to_the_living_and_home_again() -> None:
    edge = tiny.component("edge", "isp_edge", instances=4, slots=100, capacity_items=4000, serve_ms_mean=0.1)
    design = tiny.design(
        components=[
            tiny.component("viewers", "traffic_source", keys_count=1000, zipf_alpha=0.0),
            edge,
            tiny.component("origin", "origin", slots=1000, first_byte_ms_mean=0.1),
        ],
        connections=[tiny.connection("viewers", "edge"), tiny.connection("edge", "origin")],
        workload={"duration": 100.0, "warm_up": 30.0, "traffic": [tiny.traffic(rate_per_s=1000.0)]},
        schedule=[{"at": 40, "failure": "kill_instances", "target": "edge", "parameters": {"count": 1}, "for": 30}],
    )
    row = run(design, 1)["components"]["edge"]
    # A quarter of the keys is fetched again at the death, and once more when the shard is back and empty.
    misses = (1.0 - row["hit_ratio"]) * row["lookups"]
    assert misses == pytest.approx(2 * 250, rel=0.2)
    assert row["errors"].get("killed", 0) < 5
