"""Laws of a run that hold for every design."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from engine.design.model import Connection, Design, Traffic
from engine.simulate import Intervention, start
from tests import tiny
from tests.engine.digests import digests, starter, troubled_run
from tests.engine.random_designs import random_design
from tests.reliability.record import record

SEEDS = range(500, 540)
ROOT = Path(__file__).resolve().parents[2]


def test_the_same_seed_gives_the_same_run_and_another_seed_another() -> None:
    for seed in SEEDS:
        assert troubled_run(seed).summary() == troubled_run(seed).summary()
    digest_of = {seed: _summary(starter(), seed, until_s=5.0)["digest"] for seed in range(5)}
    assert len(set(digest_of.values())) == 5


def test_a_thousand_slices_are_one_slice() -> None:
    for seed in SEEDS:
        whole, sliced = troubled_run(seed), troubled_run(seed, max_events=7)
        assert sliced.summary() == whole.summary()


def test_frames_do_not_depend_on_slices() -> None:
    def frames(max_events: int) -> list[Any]:
        simulation = start(random_design(501), 501)
        found = []
        while not simulation.finished:
            found.append(simulation.advance(max_events))
        return [each for each in found if each is not None]

    assert frames(3) == frames(10_000_000)
    assert [each["n"] for each in frames(50)] == list(range(1, 9))


def test_pools_that_grow_are_pools_that_were_large() -> None:
    for seed in SEEDS:
        small, large = troubled_run(seed, pool=64), troubled_run(seed, pool=1 << 15)
        assert small.summary() == large.summary()


def test_names_places_and_the_order_of_the_drawing_change_nothing() -> None:
    for seed in SEEDS[:10]:
        design = random_design(seed)
        renamed = [
            replace(each, label=f"Box {place}", position=(9.0, place)) for place, each in enumerate(design.components)
        ]
        turned = replace(
            design,
            name="Another name",
            components=tuple(reversed(renamed)),
            connections=tuple(reversed(design.connections)),
        )
        assert _summary(turned, seed)["digest"] == _summary(design, seed)["digest"]
    told = (
        "10 random designs: labels, places, names, the order of the drawing and an unconnected component change nothing"
    )
    record("D3", told, variant="x86-64")


def test_a_component_that_nobody_touches_changes_nothing_else() -> None:
    for seed in SEEDS[:10]:
        design = random_design(seed)
        spare = tiny.design().components[1]
        more = replace(design, components=(replace(spare, id="a_spare"), *design.components))
        _assert_rest_is_equal(_summary(design, seed), _summary(more, seed))


def test_a_neighbour_with_traffic_of_its_own_changes_nothing_else() -> None:
    for seed in SEEDS[:10]:
        design = random_design(seed)
        viewers, service = tiny.design().components
        traffic = Traffic("a_viewers", "constant", {"rate_per_s": 40.0})
        more = replace(
            design,
            components=(*design.components, replace(viewers, id="a_viewers"), replace(service, id="a_service")),
            connections=(*design.connections, Connection("a_call", "a_viewers", "a_service")),
            workload=replace(design.workload, traffic=(*design.workload.traffic, traffic)),
        )
        _assert_rest_is_equal(_summary(design, seed), _summary(more, seed))


def test_what_the_log_of_a_run_says_gives_the_run_again() -> None:
    for seed in SEEDS[:10]:
        first = troubled_run(seed)
        again = start(first.design, seed)
        log = [each for each in first.log if each["origin"] == "intervention"]
        while not again.finished:
            for each in log:
                if each["frame"] == again.frame_index:
                    again.intervene(Intervention(each["failure"], each["target"], each["parameters"], each["heal"]))
            again.advance(10_000_000)
        assert again.summary() == first.summary()


def test_what_is_asked_for_in_mid_frame_acts_at_the_next_boundary() -> None:
    design = starter()
    early, late = start(design, 1, until_s=4.0), start(design, 1, until_s=4.0)
    kill = Intervention("kill_instances", "licence", {"count": 1})
    early.advance(10_000_000)
    early.intervene(kill)
    assert late.advance(5) is None
    late.intervene(kill)
    while not early.finished:
        early.advance(10_000_000)
    while not late.finished:
        late.advance(5_000)
    assert early.summary() == late.summary()
    assert early.log[0]["clock_s"] == early.layout["frame_s"]


def test_the_clock_never_falls() -> None:
    for seed in SEEDS[:10]:
        simulation = start(random_design(seed), seed)
        before = 0.0
        while not simulation.finished:
            simulation.advance(1)
            assert simulation.clock_s >= before
            before = simulation.clock_s


@pytest.mark.slow
@pytest.mark.parametrize(
    "switches",
    [
        {"GLIBC_TUNABLES": "glibc.cpu.hwcaps=-FMA,-AVX2,-FMA4"},
        {"PYTHONHASHSEED": "77", "TZ": "Asia/Kolkata", "LANG": "tr_TR.UTF-8"},
    ],
    ids=lambda switches: next(iter(switches)),
)
def test_other_machines_give_the_same_bits(switches: dict[str, str]) -> None:
    """Another C library's mathematics, another place on earth. Bounds checked and other instructions are a proof of
    `make soak` (`tests/soak/test_same_bits.py`), because the engine compiles for minutes for each."""
    process = subprocess.run(
        [sys.executable, "-m", "tests.engine.digests", "700", "40"],
        cwd=ROOT,
        env={**os.environ, **switches},
        capture_output=True,
        text=True,
    )
    assert process.returncode == 0, process.stderr
    assert process.stdout.split() == digests(700, 40)


def _summary(design: Design, seed: int, until_s: float | None = None) -> dict[str, Any]:
    simulation = start(design, seed, until_s=until_s)
    while not simulation.finished:
        simulation.advance(10_000_000)
    return simulation.summary()


def _assert_rest_is_equal(before: dict[str, Any], after: dict[str, Any]) -> None:
    for table in ("components", "connections"):
        for name, row in before[table].items():
            assert after[table][name] == row
