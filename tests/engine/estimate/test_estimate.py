"""What to expect of a design before any run: against closed forms, against runs, and on whatever may be drawn."""

from __future__ import annotations

import json
import math
import random
import statistics
from pathlib import Path
from typing import Any

import pytest

from engine.design.check import check_runnable
from engine.design.model import Design
from engine.design.read import read_document, read_text
from engine.estimate.estimate import estimate
from engine.estimate.result import Estimate
from engine.theory import jackson
from tests import tiny
from tests.effort import times
from tests.engine.random_designs import random_design
from tests.engine.theory.runs import run
from tests.fuzz import documents

STARTER = Path(__file__).parents[3] / "content" / "designs" / "mini-streaming.yaml"


def _station(name: str, rate_per_s: float, **fields: Any) -> dict[str, Any]:
    queue = {"instances": 1, "slots": 1, "queue_limit": -1, "distribution": "exponential"}
    return tiny.component(
        name, **{**queue, "service_ms_mean": 1000.0 / rate_per_s, "holds_slot_while_calling": False, **fields}
    )


def test_one_server_has_utilisation_queue_and_percentiles_of_m_m_1() -> None:
    """Row V03 of the validation table."""
    found = estimate(
        tiny.design(
            components=[tiny.component("viewers", "traffic_source"), _station("service", 100.0)], rate_per_s=80.0
        )
    )
    service = found.components["service"]
    assert service.latency_s is not None
    assert (service.utilisation, service.queue_mean) == (pytest.approx(0.8), pytest.approx(3.2))
    assert service.latency_s.mean == pytest.approx(0.05)
    assert service.latency_s.p50 == pytest.approx(0.0347, rel=2e-3)
    assert service.latency_s.p99 == pytest.approx(0.2303, rel=2e-3)
    assert found.limiting is not None
    assert (found.limiting.component, found.limiting.headroom) == ("service", pytest.approx(1.25))
    assert found.limiting.saturates_at_per_s == pytest.approx(100.0)


def test_three_stations_hold_what_their_product_form_says() -> None:
    """Row V13."""
    rates = {"gateway": 200.0, "a": 120.0, "b": 60.0}
    design = tiny.design(
        components=[tiny.component("viewers", "traffic_source"), *(_station(*each) for each in rates.items())],
        connections=[
            tiny.connection("viewers", "gateway"),
            tiny.connection("gateway", "a", share=0.7),
            tiny.connection("gateway", "b", share=0.3),
            tiny.connection("a", "b", probability=0.2),
        ],
        rate_per_s=100.0,
    )
    found = estimate(design)
    expected = jackson.arrival_rates_per_s({"gateway": 100.0}, {"gateway": {"a": 0.7, "b": 0.3}, "a": {"b": 0.2}})
    inside = jackson.in_system_mean(expected, {name: (1, rate) for name, rate in rates.items()})
    for name, arrivals in expected.items():
        row = found.components[name]
        assert row.arrivals_per_s == pytest.approx(arrivals)
        assert (row.queue_mean or 0.0) + (row.utilisation or 0.0) == pytest.approx(inside[name])
    latency = found.classes["play"].latency_s
    assert latency is not None
    assert latency.mean == pytest.approx(0.0515)


def test_a_slot_held_during_a_call_is_busy_all_that_time() -> None:
    front = _station("front", 1000.0, slots=100, holds_slot_while_calling=True)
    back = _station("back", 20.0, slots=100)
    design = tiny.design(
        components=[tiny.component("viewers", "traffic_source"), front, back],
        connections=[tiny.connection("viewers", "front"), tiny.connection("front", "back", delay=0.01)],
        rate_per_s=100.0,
    )
    assert estimate(design).components["front"].utilisation == pytest.approx(100.0 * (0.001 + 0.05 + 0.02) / 100.0)


def test_a_store_behind_a_cache_gets_the_misses() -> None:
    found = estimate(_look_aside())
    cache, store = found.components["cache"], found.components["store"]
    assert cache.hit_ratio == pytest.approx(0.437, abs=0.001)
    assert store.arrivals_per_s == pytest.approx(50.0 * (1.0 - (cache.hit_ratio or 0.0)))
    assert found.connections["service-store"].rate_per_s == pytest.approx(store.arrivals_per_s)


def test_too_much_for_an_endless_queue_grows_without_bound() -> None:
    components = [tiny.component("viewers", "traffic_source"), _station("service", 100.0)]
    found = estimate(tiny.design(components=components, rate_per_s=150.0))
    service = found.components["service"]
    assert service.overloaded
    assert service.utilisation == 1.0
    assert service.rate_per_s == pytest.approx(100.0)
    assert found.classes["play"].ok_ratio == pytest.approx(1.0 / 1.5)
    assert found.to_json()["classes"]["play"]["latency_s"]["p99"] is None
    assert found.to_json()["components"]["service"]["queue_mean"] is None


def test_too_much_for_a_limited_queue_is_refused_and_what_is_let_in_waits_for_a_full_queue() -> None:
    components = [tiny.component("viewers", "traffic_source"), _station("service", 100.0, queue_limit=50)]
    service = estimate(tiny.design(components=components, rate_per_s=200.0)).components["service"]
    assert service.overloaded
    assert service.rate_per_s == pytest.approx(100.0)
    assert service.latency_s is not None
    assert service.latency_s.mean == pytest.approx(0.5, rel=0.02)


def test_the_peak_is_told_apart_from_the_mean() -> None:
    ramp = {"source": "viewers", "shape": "ramp", "parameters": {"from_per_s": 0, "to_per_s": 20}}
    design = tiny.design(workload={"duration": 60, "traffic": [ramp]})
    assert estimate(design).offered_per_s == pytest.approx(10.0)
    assert estimate(design, "peak").offered_per_s == pytest.approx(20.0)


def test_what_is_drawn_costs_what_its_kinds_say() -> None:
    """A service costs 0.2 an hour and 0.1 for eight slots; viewers cost nothing."""
    design = tiny.design(
        components=[tiny.component("viewers", "traffic_source"), tiny.component("service", instances=3, slots=8)]
    )
    assert estimate(design).price_per_hour == pytest.approx(0.5)


def test_a_design_without_requests_has_nothing_to_say_but_its_price() -> None:
    found = estimate(tiny.design(rate_per_s=0.0))
    assert found.limiting is None
    assert found.components["service"].latency_s is None
    json.dumps(found.to_json(), allow_nan=False)


def _look_aside() -> Design:
    """Rows V48 and V05: 10,000 keys, room for 1,000."""
    return tiny.design(
        components=[
            tiny.component("viewers", "traffic_source", keys_count=10_000, zipf_alpha=0.8),
            tiny.component("service"),
            tiny.component("cache", "cache", capacity_items=1_000, ttl_s=0),
            tiny.component("store", "store"),
        ],
        connections=[
            tiny.connection("viewers", "service"),
            tiny.connection("service", "cache", order=1),
            tiny.connection("service", "store", order=2, on_miss="cache"),
        ],
        workload={"duration": 300, "warm_up": 100, "traffic": [tiny.traffic(rate_per_s=50.0)]},
    )


def _tree(load: float, holds: bool, balancing: str) -> Design:
    """A front that calls three parts side by side and then one more, all with the same load of their own work."""
    parts = [
        tiny.component(
            name, instances=2, slots=slots, queue_limit=-1, service_ms_mean=load * 2000.0 * slots / 100.0, **spread
        )
        for name, slots, spread in (
            ("a", 1, {"distribution": "exponential"}),
            ("b", 2, {"distribution": "lognormal", "cv2": 0.8}),
            ("c", 4, {"distribution": "exponential"}),
            ("d", 2, {"distribution": "gamma", "cv2": 0.5}),
        )
    ]
    front = tiny.component("front", instances=4, slots=200, service_ms_mean=1, holds_slot_while_calling=holds)
    calls = [tiny.connection("front", name, order=1 + (name == "d"), balancing=balancing) for name in "abcd"]
    return tiny.design(
        components=[tiny.component("viewers", "traffic_source"), front, *parts],
        connections=[tiny.connection("viewers", "front", balancing=balancing), *calls],
        workload={"duration": 400, "warm_up": 40, "traffic": [tiny.traffic(rate_per_s=100.0)]},
    )


def _edges() -> Design:
    """Two edges in a row before an origin."""
    return tiny.design(
        components=[
            tiny.component("viewers", "traffic_source", keys_count=5_000, zipf_alpha=0.9),
            tiny.component("edge", "isp_edge", capacity_items=300),
            tiny.component("parent", "isp_edge", capacity_items=1_500),
            tiny.component("origin", "origin"),
        ],
        connections=[
            tiny.connection("viewers", "edge", delay=0.005),
            tiny.connection("edge", "parent", delay=0.01),
            tiny.connection("parent", "origin", delay=0.02),
        ],
        workload={"duration": 500, "warm_up": 150, "traffic": [tiny.traffic(rate_per_s=100.0)]},
    )


BANDS = {"utilisation": 0.02, "hit_ratio": 0.02, "mean": 0.10, "p95": 0.15, "p99": 0.20}
"""Utilisation and hits off by this much, latencies by this share: docs/engine/estimates.md."""


@pytest.mark.slow
@pytest.mark.parametrize(
    "design",
    [
        read_text(STARTER.read_bytes())[0],
        _look_aside(),
        _edges(),
        *(_tree(load, holds, rule) for load, holds, rule in (
            (0.5, False, "random"), (0.8, False, "random"), (0.8, True, "round_robin"),
            (0.8, False, "least_outstanding"), (0.8, True, "choice_of_two"),
        )),
    ],
    ids=["starter", "look-aside", "edges", "half", "busy", "in turn", "least outstanding", "choice of two"],
)  # fmt: skip
def test_runs_show_what_was_expected(design: Design) -> None:
    found = estimate(design)
    summaries = [run(design, seed) for seed in (1, 2, 3)]
    for name, expected in found.components.items():
        rows = [each["components"][name] for each in summaries]
        if expected.utilisation is not None:
            measured = statistics.fmean(row["utilisation"] for row in rows)
            assert expected.utilisation == pytest.approx(measured, abs=BANDS["utilisation"]), name
        if expected.hit_ratio is not None:
            hits = statistics.fmean(row["hit_ratio"] for row in rows)
            assert expected.hit_ratio == pytest.approx(hits, abs=BANDS["hit_ratio"]), name
    for name, offered in found.classes.items():
        rows = [each["classes"][name]["latency_s"] for each in summaries]
        for metric in ("mean", "p95", "p99"):
            measured = statistics.fmean(row[metric] for row in rows)
            assert getattr(offered.latency_s, metric) == pytest.approx(measured, rel=BANDS[metric]), metric


@pytest.mark.parametrize("hundred", range(times(1, 10)))
def test_any_design_with_every_mechanism_gives_numbers_that_make_sense(hundred: int) -> None:
    for seed in range(100 * hundred, 100 * hundred + 100):
        for at in ("mean", "peak"):
            _assert_sensible(estimate(random_design(seed), at), f"random_design({seed})")


def test_any_document_that_may_be_run_may_be_estimated() -> None:
    done = 0
    for number in range(600):
        design, _ = read_document(documents.grow(random.Random(f"estimate-{number}")))
        if design is not None and not check_runnable(design):
            _assert_sensible(estimate(design), f"grown from estimate-{number}")
            done += 1
    assert done > 100


def _assert_sensible(found: Estimate, which: str) -> None:
    json.dumps(found.to_json(), allow_nan=False)
    for row in found.components.values():
        values = [row.arrivals_per_s, row.rate_per_s, row.load, row.queue_mean, row.refused_ratio]
        if row.latency_s is not None:
            quantiles = [row.latency_s.p50, row.latency_s.p95, row.latency_s.p99]
            assert quantiles == sorted(quantiles, key=lambda each: math.inf if each is None else each), which
            values += [row.latency_s.mean, *quantiles]
        assert all(each is None or (math.isfinite(each) and each >= 0.0) for each in values), (which, row)
        assert row.utilisation is None or 0.0 <= row.utilisation <= 1.0, (which, row)
        assert row.overloaded or row.load is None or row.load < 1.0, (which, row)
        assert row.hit_ratio is None or 0.0 <= row.hit_ratio <= 1.0, (which, row)
        assert row.rate_per_s <= row.arrivals_per_s * (1.0 + 1e-9), (which, row)
    for offered in found.classes.values():
        assert 0.0 <= offered.ok_ratio <= 1.0 + 1e-9, (which, offered)
