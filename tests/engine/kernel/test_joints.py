"""Copies between stores: what reads find and what a lost region loses, against closed forms of Poisson writes."""

import math
import statistics
from typing import Any

import pytest

from engine.design.model import Design
from tests import tiny
from tests.engine.theory.runs import assert_agrees, run
from validation.designs import failure
from validation.running import begin

LAG_S, READ_S, WRITE_S = 0.2, 0.01, 0.004
SEEDS = range(1, 7)


def _two_stores(
    *, writes_per_s: float, reads_per_s: float, keys: int = 1, duration_s: float = 120.0, **fields: Any
) -> Design:
    """Writers at the east, readers at the west; service times are constant and nobody waits for a slot."""
    told = {"shards": 3, "slots": 200, "max_conns": 20_000, "distribution": "constant", "write_quorum": 1}
    told |= {"read_ms_mean": READ_S * 1000, "write_ms_mean": WRITE_S * 1000, "replication_lag_ms": LAG_S * 1000}
    told |= fields.pop("store", {})
    sources = {"writers": writes_per_s, "readers": reads_per_s}
    people = [tiny.component(each, "traffic_source", keys_count=keys, zipf_alpha=0.0) for each in sources]
    stores = [tiny.component(each, "replicated_store", **told) for each in ("east", "west")]
    return tiny.design(
        components=[*people, *stores],
        connections=[
            tiny.connection("writers", "east", writes=True),
            tiny.connection("readers", "west"),
            tiny.connection("east", "west"),
        ],
        workload={
            "duration": duration_s,
            "traffic": [tiny.traffic(name, rate) for name, rate in sources.items()],
        },
        **fields,
    )


@pytest.mark.parametrize("writes_per_s", [1.0, 8.0])
def test_reads_are_stale_when_a_write_was_acknowledged_within_the_lag(writes_per_s: float) -> None:
    """A read looks READ_S after it began, and by then finds what was written LAG_S before that."""
    design = _two_stores(writes_per_s=writes_per_s, reads_per_s=60.0, duration_s=300.0)
    rows = [run(design, seed)["components"]["west"] for seed in SEEDS]
    expected = 1.0 - math.exp(-writes_per_s * (LAG_S - READ_S))
    assert_agrees([each["stale_reads"] / each["reads"] for each in rows], expected, within=0.1)


def test_writes_that_wait_for_everywhere_are_never_stale_and_take_the_lag_longer() -> None:
    design = _two_stores(writes_per_s=8.0, reads_per_s=60.0, store={"acknowledge": "everywhere"})
    summary = run(design, 1)
    assert summary["components"]["west"]["stale_reads"] == 0
    assert summary["components"]["west"]["reads"] > 5_000
    assert summary["components"]["writers"]["latency_s"]["mean"] == pytest.approx(WRITE_S + LAG_S, abs=1e-9)


def test_a_lost_region_loses_what_was_acknowledged_within_the_lag() -> None:
    """Of each key at most the newest write counts: a key is lost when it was written within the lag."""
    keys, rate = 400, 600.0
    design = _two_stores(
        writes_per_s=rate, reads_per_s=1.0, keys=keys, duration_s=5.0,
        schedule=[failure(4.0, "kill_instances", "east", count=3)],
    )  # fmt: skip
    rows = [run(design, seed)["components"]["east"] for seed in range(1, 17)]
    expected = keys * (1.0 - math.exp(-rate * LAG_S / keys))
    assert_agrees([float(each["lost_writes"]) for each in rows], expected, within=0.1)


def test_a_region_that_waits_for_everywhere_loses_nothing() -> None:
    design = _two_stores(
        writes_per_s=600.0, reads_per_s=1.0, keys=400, duration_s=5.0, store={"acknowledge": "everywhere"},
        schedule=[failure(4.0, "kill_instances", "east", count=3)],
    )  # fmt: skip
    row = run(design, 1)["components"]["east"]
    assert row["lost_writes"] == 0
    assert row["lost_copies"] > 60


def test_a_region_that_comes_back_gets_from_the_other_what_had_travelled() -> None:
    """Nobody writes after the loss, so every read in the west finds the newest that is left."""
    design = _two_stores(
        writes_per_s=600.0, reads_per_s=100.0, keys=40, duration_s=10.0, store={"rejoin_s": 0.0},
        schedule=[
            failure(3.5, "change_traffic", "writers", factor=0.0),
            failure(4.0, "kill_instances", "east", lasts_s=1.0, count=3),
        ],
    )  # fmt: skip
    simulation = begin(design, 1)
    while not simulation.finished:
        simulation.advance(10_000_000)
    versions = simulation.state.versions.reshape(2, 40, 4)
    assert (versions[0, :, :3] == versions[1, :, :3]).all()
    assert statistics.fmean(versions[0, :, 0] > 0) == 1.0
