"""Keys that run out: when viewers ask, what they hold, and who stands still."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from engine.dataplane.plane import Asks, Plane
from engine.design.population import LicencePlan, PlanePlan, PlayerPlan
from tests.engine.dataplane.keyholder import SIGN_NS, Holder
from validation.viewing import patient, sharing

SECOND_NS = 1_000_000_000


def plan(viewers: int, **keys: Any) -> PlanePlan:
    """Viewers who come at once, press within a second or so and watch for ever, on plenty of bandwidth."""
    people = patient(
        cap=viewers,
        initial=viewers,
        control_ms=50.0,
        browse_s=1.0,
        player=PlayerPlan("fixed", {"fixed_kbps": 235.0}),
        licence=LicencePlan(**keys),
    )
    return sharing((), people)


class Signer:
    """Answers all that is asked for in time, or nothing while it is down."""

    def __init__(self, plane: Plane) -> None:
        self.plane = plane
        self.down_s = (-1.0, -1.0)
        self.changes_s: tuple[float, ...] = ()
        self.asked: list[Asks] = []
        self.waiting: list[tuple[Asks, np.ndarray]] = []

    def go(self, until_s: float) -> None:
        """Steps on, answering."""
        while self.plane.clock_ns < until_s * SECOND_NS:
            end_ns = self.plane.clock_ns + self.plane.step_ns
            waiting, self.waiting = self.waiting, []
            for asks, open_ones in waiting:
                at_ns = asks.at_ns + SIGN_NS
                due = open_ones & (at_ns <= end_ns)
                is_up = (asks.at_ns < self.down_s[0] * SECOND_NS) | (asks.at_ns >= self.down_s[1] * SECOND_NS)
                self.plane.answer_keys(asks.viewers[due], asks.marks[due], is_up[due], at_ns[due])
                if (open_ones & ~due).any():
                    self.waiting.append((asks, open_ones & ~due))
            self.plane.step(end_ns)
            if end_ns / SECOND_NS in self.changes_s:
                self.plane.change_keys(0)
            asks = self.plane.key_asks()
            if len(asks.viewers):
                self.asked.append(asks)
                self.waiting.append((asks, np.ones(len(asks.viewers), bool)))

    @property
    def instants_s(self) -> np.ndarray:
        """When keys were asked for."""
        return np.concatenate([each.at_ns for each in self.asked]) / SECOND_NS


def watched(viewers: int, until_s: float, down_s: tuple[float, float] = (-1.0, -1.0), **keys: Any) -> Signer:
    signer = Signer(Plane(plan(viewers, **keys), seed=1))
    signer.down_s = down_s
    signer.go(until_s)
    assert not signer.plane.unbalanced()
    return signer


def test_a_first_key_is_asked_for_with_the_press_and_waited_for() -> None:
    signer = watched(20, 15.0, period_s=600.0)
    books = signer.plane.books()
    assert books["starts"] == books["key_asks"] == 20
    assert books["stalls_by_cause"] == {"bytes": 0, "key": 0}
    late = Signer(Plane(plan(20, period_s=600.0), seed=1))
    late.down_s = (0.0, 10.0)
    late.go(15.0)
    assert late.plane.books()["starts"] == 20
    assert late.plane.start_time_s(0.5) > 5.0
    assert late.plane.books()["key_failures"] >= 20


def test_without_spread_all_ask_when_the_key_runs_out_and_stand_still_until_the_answer() -> None:
    signer = watched(50, 130.0, period_s=30.0)
    instants = signer.instants_s
    assert [int((instants == at_s).sum()) for at_s in (30.0, 60.0, 90.0, 120.0)] == [50, 50, 50, 50]
    books = signer.plane.books()
    assert books["stalls_by_cause"] == {"bytes": 0, "key": 200}
    assert books["stalled_for_key_s"] == pytest.approx(200 * SIGN_NS / SECOND_NS)


@pytest.mark.parametrize(("jitter_s", "period_s"), [(10.0, 30.0), (30.0, 30.0)])
def test_spread_requests_come_early_once_a_period_and_nobody_stands_still(jitter_s: float, period_s: float) -> None:
    signer = watched(200, 300.0, period_s=period_s, jitter_s=jitter_s)
    instants = signer.instants_s
    later = instants[instants > period_s]
    assert ((-later) % period_s <= jitter_s + 1e-9).all()
    assert len(later) == pytest.approx(200 * (300.0 / period_s - 1), abs=200)
    assert signer.plane.books()["stalls_by_cause"]["key"] <= len(later) * 2 * SIGN_NS / SECOND_NS / jitter_s + 3


@pytest.mark.parametrize(("predeliver_keys", "grace_s", "stalls"), [(0, 0.0, True), (1, 0.0, False), (0, 25.0, False)])
def test_keys_ahead_and_grace_carry_over_an_outage(predeliver_keys: int, grace_s: float, stalls: bool) -> None:
    keys = {"period_s": 30.0, "predeliver_keys": predeliver_keys, "grace_s": grace_s}
    signer = watched(50, 130.0, (55.0, 75.0), **keys)
    books = signer.plane.books()
    assert books["key_failures"] > 50
    outage = books["stalls_by_cause"]["key"] >= 50
    assert outage == stalls
    if stalls:
        assert books["stalled_for_key_s"] > 50 * 14.0


def test_a_clock_that_is_off_makes_some_stand_still_though_requests_are_spread() -> None:
    right = watched(100, 100.0, period_s=30.0, jitter_s=5.0).plane.books()
    wrong = watched(100, 100.0, period_s=30.0, jitter_s=5.0, clock_skew_s=20.0).plane.books()
    assert right["stalls_by_cause"]["key"] <= 6
    assert wrong["stalls_by_cause"]["key"] > 60


@pytest.mark.parametrize(("scope", "first"), [("session", 1), ("title", 2), ("device", 0)])
def test_scopes_say_for_what_a_first_key_is_asked(scope: str, first: int) -> None:
    told = plan(30, period_s=600.0, scope=scope)
    (people,) = told.populations
    titles = replace(people.titles, episode_s=20.0)
    signer = Signer(Plane(replace(told, populations=(replace(people, titles=titles, next_episode_ratio=1.0),)), seed=1))
    signer.go(40.0)
    books = signer.plane.books()
    assert books["starts"] >= 45
    per_start = {0: 0.0, 1: 30.0, 2: float(books["presses"])}[first]
    assert books["key_asks"] == pytest.approx(per_start, abs=30 if first == 2 else 0)


HELD: tuple[tuple[dict[str, float], tuple[float, float], tuple[float, ...]], ...] = (
    ({"period_s": 30.0, "jitter_s": 0.0}, (-1.0, -1.0), (50.0,)),
    ({"period_s": 30.0, "jitter_s": 12.0}, (-1.0, -1.0), (50.0, 52.5)),
    ({"period_s": 30.0, "jitter_s": 12.0, "grace_s": 5.0, "clock_skew_s": 8.0}, (48.0, 70.0), (50.0, 85.0)),
    ({"period_s": 30.0, "jitter_s": 30.0, "predeliver_keys": 2, "clock_skew_s": 3.0}, (20.0, 41.0), (40.0, 41.5)),
    ({"period_s": 20.0, "jitter_s": 4.0, "predeliver_keys": 1, "grace_s": 30.0}, (30.0, 90.0), (31.0, 60.0)),
)


@pytest.mark.parametrize(("keys", "down_s", "changes_s"), HELD)
def test_each_viewer_asks_and_stands_still_as_the_twin_does(
    keys: dict[str, float], down_s: tuple[float, float], changes_s: tuple[float, ...]
) -> None:
    signer = Signer(Plane(plan(40, retry_s=3.0, **keys), seed=3))
    signer.down_s, signer.changes_s = down_s, changes_s
    signer.go(110.0)
    viewers, at_ns = (np.concatenate([getattr(each, of) for each in signer.asked]) for of in ("viewers", "at_ns"))
    outage_ns = (round(down_s[0] * SECOND_NS), round(down_s[1] * SECOND_NS))
    stalled_ns = 0
    for v in range(40):
        mine = np.sort(at_ns[viewers == v]).tolist()
        told = Holder(int(signer.plane.state.viewers["key"][v]), LicencePlan(retry_s=3.0, **keys), 500_000_000)  # type: ignore[arg-type]
        told.outage_ns = outage_ns
        told.watch(mine[0], [round(each * SECOND_NS) for each in changes_s], 110 * SECOND_NS)
        assert [each for each in told.asks if each < 110 * SECOND_NS] == [x for x in mine if x < 110 * SECOND_NS]
        stalled_ns += told.stalled_ns
    assert signer.plane.books()["stalled_for_key_s"] == pytest.approx(stalled_ns / SECOND_NS)


@pytest.mark.parametrize(("jitter_s", "grace_s", "stalls"), [(0.0, 0.0, True), (0.0, 5.0, False), (20.0, 5.0, False)])
def test_a_forced_change_is_spread_as_renewals_are_and_leaked_keys_are_good_until_then(
    jitter_s: float, grace_s: float, stalls: bool
) -> None:
    signer = Signer(Plane(plan(200, period_s=600.0, jitter_s=jitter_s, grace_s=grace_s), seed=1))
    signer.changes_s = (50.0,)
    signer.go(90.0)
    later = signer.instants_s[signer.instants_s > 40.0]
    assert len(later) == 200
    assert (later <= 50.5 + jitter_s).all()
    assert later.std() == pytest.approx(jitter_s / 12.0**0.5, rel=0.15, abs=1e-9)
    books = signer.plane.books()
    assert (books["stalls_by_cause"]["key"] == 200) == stalls
    assert books["key_changes"] == 1
    assert books["leaked_s"] == pytest.approx(0.0 if stalls else later.max() - 50.0, abs=0.51)
