"""What requests ask for: shares, ranks and drifts against what they should be."""

import math
from typing import Any

import numpy as np
import pytest

from engine.kernel import random
from engine.kernel.sending import turn_ranks
from engine.kernel.wishes import premiere_share, wanted_key
from engine.plan.plan import Plan, compile_plan
from engine.plan.start import initial_state
from engine.plan.titles import WONDERS
from tests.engine.theory.runs import assert_agrees, run
from validation.designs import component, connection, design

KEYS = 5_000


def _plan(capacity_items: int = 500, **source: Any) -> Plan:
    parts = [
        component("viewers", "traffic_source", **{"keys_count": KEYS, **source}),
        component("edge", "isp_edge", instances=1, slots=100, capacity_items=capacity_items),
        component("origin", "origin", slots=1_000),
    ]
    return compile_plan(design(parts, [connection("viewers", "edge"), connection("edge", "origin")], duration_s=1.0), 7)


class Asking:
    """Requests of one source at times of one's own."""

    def __init__(self, **source: Any) -> None:
        self.plan = _plan(**source)
        self.state = initial_state(self.plan, in_flight_limit=1)

    def ask(self, count: int, at_s: float = 0.0, source: int = 0) -> list[int]:
        """The keys of so many requests."""
        tables, state = self.plan.tables, self.state
        stream = np.uint64(tables.sources[source]["stream"])
        return [
            int(
                wanted_key(
                    tables.sources,
                    state.source_states,
                    state.ranks,
                    tables.alias,
                    source,
                    np.uint64(random.numbered(stream, number)),
                    round(at_s * 1e9),
                )
            )
            for number in range(count)
        ]


def test_what_is_asked_for_once_does_not_come_again() -> None:
    keys = Asking(one_hit_ratio=0.3).ask(20_000)
    once = [each for each in keys if each >= KEYS]
    assert len(set(once)) == len(once)
    assert len(once) == pytest.approx(6_000, abs=4 * math.sqrt(20_000 * 0.3 * 0.7))
    assert max(once) < KEYS + WONDERS


@pytest.mark.parametrize("correlation", [0.0, 0.8])
def test_ranks_of_a_region_have_the_correlation_that_was_asked_for(correlation: float) -> None:
    ranks = Asking(rank_correlation=correlation).state.ranks
    assert sorted(ranks.tolist()) == list(range(KEYS))
    found = np.corrcoef(np.arange(KEYS), ranks)[0, 1]
    assert found == pytest.approx(correlation, abs=4.0 / math.sqrt(KEYS))  # the deviation of a rank correlation of 0


def test_every_drift_gives_a_share_of_the_ranks_other_titles() -> None:
    asking = Asking(drift_ratio=0.1, drift_every_s=10.0)
    asking.ask(1, at_s=9.9)
    assert asking.state.ranks.tolist() == list(range(KEYS))
    asking.ask(1, at_s=30.5)
    same = (asking.state.ranks == np.arange(KEYS)).mean()
    assert same == pytest.approx(0.9**3, abs=4 * math.sqrt(0.73 * 0.27 / KEYS) + 1.0 / KEYS)
    assert sorted(asking.state.ranks.tolist()) == list(range(KEYS))


def test_tastes_that_drift_alike_stay_alike() -> None:
    parts = [component(name, "traffic_source", drift_ratio=0.3, drift_every_s=1.0) for name in ("here", "there")]
    parts += [component("edge", "isp_edge"), component("origin", "origin")]
    calls = [connection("here", "edge"), connection("there", "edge"), connection("edge", "origin")]
    asking = Asking()
    asking.plan = compile_plan(design(parts, calls, duration_s=1.0), 7)
    asking.state = initial_state(asking.plan, in_flight_limit=1)
    for source in (0, 1):
        asking.ask(1, at_s=2.5, source=source)
    here, there = asking.state.ranks.reshape(2, KEYS)
    assert here.tolist() == there.tolist() != list(range(KEYS))


def test_a_turn_gives_every_rank_to_the_title_so_far_down_and_back() -> None:
    asking = Asking(drift_ratio=0.1, drift_every_s=10.0)
    usual = asking.ask(1_000)
    turn_ranks(asking.plan.tables, asking.state, asking.plan.component_rows["viewers"], 0.3)
    assert asking.ask(1_000) == [(each + 3 * KEYS // 10) % KEYS for each in usual]
    turn_ranks(asking.plan.tables, asking.state, asking.plan.component_rows["viewers"], 0.0)
    assert asking.ask(1_000) == usual


@pytest.mark.parametrize(("at_s", "share"), [(0.0, 0.35 / (1 + math.e)), (60.0, 0.175), (660.0, 0.35 * math.exp(-1))])
def test_a_premiere_rises_and_fades(at_s: float, share: float) -> None:
    asking = Asking(premiere_share=0.35, premiere_at_s=60.0, premiere_rise_s=60.0, premiere_fade_s=600.0)
    told = float(premiere_share(asking.plan.tables.sources, 0, round(at_s * 1e9)))
    assert told == pytest.approx(share, rel=1e-4)
    keys = asking.ask(20_000, at_s)
    assert keys.count(KEYS - 1) / 20_000 == pytest.approx(share, abs=4 * math.sqrt(share / 20_000) + 1e-4)


def test_what_is_asked_for_once_pushes_what_is_popular_out_of_a_cache() -> None:
    """As row V52, with the popularity of a source instead of a trace."""
    ratios = [run(_crowded(), seed)["components"]["edge"]["hit_ratio"] for seed in (1, 2, 3, 4)]
    assert_agrees(ratios, 0.255, 0.03)


def test_a_store_with_replicas_has_room_for_what_is_asked_for_once() -> None:
    parts = [
        component("viewers", "traffic_source", keys_count=10, one_hit_ratio=0.5),
        component("store", "replicated_store"),
    ]
    plan = compile_plan(design(parts, [connection("viewers", "store")], duration_s=2.0), 1)
    told = plan.tables.component_rules[plan.component_rows["store"]]
    assert told["versioned_keys"] == 10 + WONDERS
    assert run(plan.design, 1)["components"]["viewers"]["errors"] == {}


def test_the_more_a_cache_holds_the_later_comes_again_what_is_asked_for_once() -> None:
    asking = Asking(one_hit_ratio=0.3)
    asking.plan = _plan(one_hit_ratio=0.3, capacity_items=30_000)
    assert int(asking.plan.tables.sources[0]["wonders"]) == 120_000
    assert int(asking.plan.tables.caches[0]["keys_count"]) == KEYS + 120_000


def _crowded() -> Any:
    return design(
        [
            component("viewers", "traffic_source", keys_count=10_000, one_hit_ratio=0.3),
            component("edge", "isp_edge", instances=1, slots=1_000, serve_ms_mean=0.001, capacity_items=1_000),
            component("origin", "origin", instances=1, slots=1_000, first_byte_ms_mean=0.001),
        ],
        [connection("viewers", "edge"), connection("edge", "origin")],
        rate_per_s=1_000.0,
        duration_s=60.0,
        warm_up_s=20.0,
    )
