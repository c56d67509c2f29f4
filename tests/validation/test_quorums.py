"""Stores with replicas: how long quorums take, when reads are stale, and what is lost."""

from __future__ import annotations

from typing import Any

import pytest

from engine.design.model import Design
from engine.theory import order_statistics
from tests import tiny
from tests.engine.theory.runs import assert_agrees, run

MANY = {"slots": 50, "max_conns": 20_000}
SEEDS = range(1, 7)


@pytest.mark.parametrize(("writes", "quorum"), [(True, 1), (True, 2), (True, 3), (False, 2), (False, 3)])
def test_a_quorum_takes_as_long_as_its_slowest_of_exponential_replicas(writes: bool, quorum: int) -> None:
    """A write goes to all three and waits for the quorum; a read asks only as many as it waits for."""
    count = 3 if writes else quorum
    values = [_latency_s(writes, quorum, seed, distribution="exponential") for seed in SEEDS]
    assert_agrees(values, order_statistics.exponential_mean(quorum, count, 0.01), within=0.02)


def test_a_majority_cuts_the_tail_of_lognormal_replicas() -> None:
    values = [_latency_s(True, 2, seed, distribution="lognormal", cv2=2.0) for seed in SEEDS]
    assert_agrees(values, order_statistics.lognormal_mean(2, 3, 0.01, 2.0), within=0.02)


def test_reads_are_stale_while_the_write_is_on_its_way_to_the_replica_they_ask() -> None:
    """One key, a write every second to three replicas that take s each (exponential), acknowledged by the first. A read
    asks one of the other two with chance 2/3, begins u later and reads the old value when the rest of that write is
    longer than u and its own service: over all u 2/3 E[(X - Y)+] = s / 3, so a share rate times s / 3 is stale."""
    values = []
    for seed in SEEDS:
        here = run(_one_key(read_quorum=1, write_quorum=1, duration_s=1_000.0), seed)["components"]["store"]
        values.append(here["stale_reads"] / here["reads"])
    assert_agrees(values, 1.0 * 0.02 / 3.0, within=0.1)


@pytest.mark.parametrize(("read_quorum", "write_quorum"), [(2, 2), (3, 1), (1, 3)])
def test_quorums_that_overlap_never_read_what_is_old(read_quorum: int, write_quorum: int) -> None:
    design = _one_key(read_quorum=read_quorum, write_quorum=write_quorum, duration_s=200.0, writes_per_s=20.0)
    here = run(design, 1)["components"]["store"]
    assert here["reads"] > 30_000
    assert here["writes"] > 3_000
    assert here["stale_reads"] == 0


def test_reads_outlive_what_writes_do_not() -> None:
    """Two of three replicas are dead from 5 s to 10 s: one is enough to read, and too few to write."""
    summary = run(_troubled({"at": 5.0, "for": 5.0, "failure": "kill_instances", "parameters": {"count": 2}}), 1)
    writers, readers = summary["connections"]["writers-store"], summary["connections"]["readers-store"]
    assert set(summary["losses"]) <= {"quorum_lost", "killed"}
    assert writers["errors"]["quorum_lost"] > 3 * 4.0 * 50
    assert "quorum_lost" not in readers["errors"]


def test_the_copy_for_a_dead_replica_fails_without_failing_the_write() -> None:
    summary = run(_troubled({"at": 5.0, "failure": "kill_instances", "parameters": {"count": 1}}), 1)
    assert summary["components"]["store"]["errors"]["replica_down"] > 400
    assert set(summary["losses"]) <= {"killed"}


@pytest.mark.parametrize(("repair", "is_stale"), [(True, False), (False, True)])
def test_a_replica_that_comes_back_without_repair_reads_as_if_nothing_was_written(repair: bool, is_stale: bool) -> None:
    kill = {"at": 5.0, "for": 1.0, "failure": "kill_instances", "parameters": {"count": 1}}
    here = run(_troubled(kill, repair=repair, rejoin_s=0.1, write_quorum=3), 1)["components"]["store"]
    assert (here["stale_reads"] > 0) is is_stale


@pytest.mark.parametrize(("rf", "is_lost"), [(1, True), (3, False)])
def test_a_single_copy_is_lost_with_its_disk(rf: int, is_lost: bool) -> None:
    kill = {"at": 5.0, "failure": "kill_instances", "parameters": {"count": 1}}
    here = run(_troubled(kill, rf=rf, write_quorum=1), 1)["components"]["store"]
    assert (here["lost_writes"] > 0) is is_lost


def test_a_hot_key_loads_its_own_shard_and_replicas_share_that_load() -> None:
    """With an exponent of 2 the first of thirty keys gets 62 % of the calls, a single copy of it 3.7 times the mean."""
    greatest = {}
    for rf, alpha in ((1, 0.0), (1, 2.0), (3, 2.0)):
        design = _troubled(shards=6, rf=rf, write_quorum=1, zipf_alpha=alpha)
        greatest[rf, alpha] = run(design, 1)["components"]["store"]["imbalance"]["arrivals"]
    assert greatest[1, 2.0] > max(3.6, 1.5 * greatest[1, 0.0])
    assert greatest[3, 2.0] < 0.7 * greatest[1, 2.0]


def test_connections_run_out_before_patience_does() -> None:
    crowded = {"slots": 1, "read_ms_mean": 40.0, "distribution": "constant"}
    few = run(_troubled(**crowded, max_conns=2), 1)["components"]["store"]
    many = run(_troubled(**crowded, max_conns=20_000), 1)["components"]["store"]
    assert few["errors"]["queue_full"] > 0
    assert "queue_full" not in many["errors"]
    assert many["latency_s"]["mean"] > 5.0 * few["latency_s"]["mean"]


def test_a_compaction_shows_in_the_slowest_reads_alone() -> None:
    calm = run(_troubled(), 1)["components"]["store"]["latency_s"]
    paused = run(_troubled(compaction_ms=200.0, compaction_every_s=5.0), 1)["components"]["store"]["latency_s"]
    assert paused["p99"] > calm["p99"] + 0.1
    assert paused["p50"] < 1.2 * calm["p50"]


def _latency_s(writes: bool, quorum: int, seed: int, **parameters: Any) -> float:
    """Mean time of a request that makes one call to an idle store with three replicas of 10 ms."""
    name = "write_quorum" if writes else "read_quorum"
    told = {**MANY, "read_ms_mean": 10.0, "write_ms_mean": 10.0, name: quorum, **parameters}
    design = tiny.design(
        components=[tiny.component("viewers", "traffic_source"), tiny.component("store", "replicated_store", **told)],
        connections=[tiny.connection("viewers", "store", writes=writes)],
        workload={"duration": 300.0, "traffic": [tiny.traffic(rate_per_s=50.0)]},
    )
    return float(run(design, seed)["classes"]["play"]["latency_s"]["mean"])


def _one_key(*, read_quorum: int, write_quorum: int, duration_s: float, writes_per_s: float = 1.0) -> Design:
    quorums = {"read_quorum": read_quorum, "write_quorum": write_quorum}
    times = {"read_ms_mean": 20.0, "write_ms_mean": 20.0, "distribution": "exponential"}
    return _two_sources(writes_per_s, 200.0, duration_s, 1, 0.0, {**MANY, **quorums, **times})


def _troubled(
    failure: dict[str, Any] | None = None, *, zipf_alpha: float = 0.8, shards: int = 3, **parameters: Any
) -> Design:
    """Fifty writes and a hundred reads a second of thirty keys for twenty seconds, and what goes wrong meanwhile."""
    schedule = [] if failure is None else [{"target": "store", **failure}]
    told = {"shards": shards, "rejoin_s": 0.0, **parameters}
    return _two_sources(50.0, 100.0, 20.0, 30, zipf_alpha, told, schedule=schedule)


def _two_sources(
    writes_per_s: float,
    reads_per_s: float,
    duration_s: float,
    keys_count: int,
    zipf_alpha: float,
    parameters: dict[str, Any],
    **fields: Any,
) -> Design:
    keys = {"keys_count": keys_count, "zipf_alpha": zipf_alpha}
    return tiny.design(
        components=[
            tiny.component("writers", "traffic_source", **keys),
            tiny.component("readers", "traffic_source", **keys),
            tiny.component("store", "replicated_store", **parameters),
        ],
        connections=[tiny.connection("writers", "store", writes=True), tiny.connection("readers", "store")],
        workload={
            "duration": duration_s,
            "traffic": [tiny.traffic("writers", writes_per_s), tiny.traffic("readers", reads_per_s)],
        },
        **fields,
    )
