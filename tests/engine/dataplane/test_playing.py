"""A player alone does to the millisecond what the reference loop over segments does."""

from __future__ import annotations

import random

import pytest

from engine.dataplane.plane import Plane
from engine.design.population import PlayerPlan
from engine.design.watching import LADDER_KBPS
from tests.engine.dataplane.twin import RULES, Alone, Fetched, watch, watch_live
from validation.viewing import alone

LADDER = [1000.0 * kbps for kbps in LADDER_KBPS]
MILLISECOND_NS = 1_000_000
BEGINS_S = 0.5
"""The press is at the end of the first step; the answer takes no time."""


def recorded(seed: int, seconds: int = 600) -> tuple[float, ...]:
    """A bandwidth that stays for two steps and jumps, often below the lowest rung."""
    random_source = random.Random(seed)
    return tuple(
        kbps for _ in range(seconds) for kbps in (round(random_source.lognormvariate(7.8, 0.8)),) for _ in range(2)
    )


def played(plane: Plane, until_s: float) -> dict[int, tuple[int, int]]:
    """By the number of the segment the rung and the time of the first byte, of those that come when a step ends."""
    seen = {}
    while plane.clock_ns < until_s * 1e9:
        plane.step(plane.clock_ns + plane.step_ns)
        viewer = plane.state.viewers[0]
        if plane.state.targets[0] < 2**62:
            seen[int(viewer["segment"])] = int(viewer["rung"]), int(viewer["first_byte_ns"])
    return seen


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_player_alone_does_what_the_reference_does(rule: str, seed: int) -> None:
    kbps = recorded(seed)
    plane = Plane(alone(rule, kbps), seed=1)
    seen = played(plane, 500.0)
    expected = watch(rule, [1000.0 * each for each in kbps], 0.5, LADDER, BEGINS_S, 0.02, 500.0)
    assert len(seen) > 50
    for number, (rung, first_byte_ns) in seen.items():
        assert rung == expected.fetched[number].rung, f"segment {number}"
        assert abs(first_byte_ns - expected.fetched[number].first_byte_s * 1e9) < MILLISECOND_NS, f"segment {number}"
    assert plane.books()["stalled_s"] == pytest.approx(stalled_by(expected, 500.0), abs=1e-3)


def live(rule: str, kbps: tuple[float, ...], start_segments: int) -> Plane:
    """One viewer of a live picture, who never jumps to its edge."""
    player = PlayerPlan(rule, live_delay_s=1.0, live_behind_s=0.0, start_segments=start_segments)
    return Plane(alone(rule, kbps, player=player), seed=1)


@pytest.mark.parametrize("rule", ["bola", "throughput", "hybrid"])
@pytest.mark.parametrize(("seed", "start_segments"), [(1, 1), (2, 2), (3, 3), (4, 2), (5, 3)])
def test_a_live_player_alone_does_what_the_reference_does(rule: str, seed: int, start_segments: int) -> None:
    kbps = tuple(3.0 * each for each in recorded(seed))
    plane = live(rule, kbps, start_segments)
    seen = played(plane, 500.0)
    bps = [1000.0 * each for each in kbps]
    told = watch_live(rule, bps, 0.5, LADDER, BEGINS_S, 0.02, 500.0, start_segments=start_segments, delay_s=1.0)
    assert len(seen) > 20
    for number, (rung, first_byte_ns) in seen.items():
        assert rung == told.fetched[number].rung, f"segment {number}"
        assert abs(first_byte_ns - told.fetched[number].first_byte_s * 1e9) < MILLISECOND_NS, f"segment {number}"
    assert plane.books()["stalled_s"] == pytest.approx(stalled_by(told, 500.0, start_segments), abs=1e-3)


@pytest.mark.parametrize(("kbps", "rung"), [(20_000.0, 9), (2_700.0, 6), (1_000.0, 3), (200.0, 0)])
def test_bola_finds_the_rung_that_a_link_carries_though_a_live_picture_has_little_content(
    kbps: float, rung: int
) -> None:
    plane = live("bola", (kbps,), 3)
    seen = played(plane, 400.0)
    assert {told for number, (told, _) in seen.items() if number > 60} <= {rung}
    assert plane.viewer(0)["buffer_s"] < 12.0


def stalled_by(expected: Alone, until_s: float, start_segments: int = 1) -> float:
    """Time stood still up to an instant."""
    began, content, stalled = expected.started_s, 4.0 * start_segments, 0.0
    empty = began + content
    segments: list[Fetched] = expected.fetched[start_segments:]
    for each in segments:
        if each.whole_s > until_s:
            break
        stalled += max(each.whole_s - empty, 0.0)
        empty = max(empty, each.whole_s) + 4.0
    return stalled + max(until_s - empty, 0.0)
