"""Classes of priority against their closed forms, within four standard errors over the seeds."""

import math
import statistics
from typing import Any

import pytest

from engine.design.model import Design
from engine.simulate import start
from tests import tiny

SEEDS = range(1, 7)


def test_who_is_dearer_waits_less_as_cobham_says() -> None:
    """Non-preemptive M/M/1 of two classes, Cobham (1954): W1 = R / (1 - rho1), W2 = W1 / (1 - rho), R = rho S."""
    dear_per_s, cheap_per_s, service_s = 30.0, 50.0, 0.01
    design = _design(dear_per_s, cheap_per_s, slots=1, service_ms_mean=10.0, queue_limit=-1, discipline="priority")
    dear = (dear_per_s + cheap_per_s) * service_s**2 / (1.0 - dear_per_s * service_s)
    cheap = dear / (1.0 - (dear_per_s + cheap_per_s) * service_s)
    found = [_run(design, seed) for seed in SEEDS]
    for name, wait_s in (("dear", dear), ("cheap", cheap)):
        _is_near([each["components"][name]["latency_s"]["mean"] - service_s for each in found], wait_s)


def test_thresholds_reserve_the_last_slots_for_the_dearest() -> None:
    """A birth-death chain: both classes are let in below six of ten, one of them up to ten."""
    dear_per_s, cheap_per_s, service_s, slots, reserved_from = 300.0, 400.0, 0.01, 10, 6
    design = _design(
        dear_per_s,
        cheap_per_s,
        slots=slots,
        service_ms_mean=10.0,
        shedding="thresholds",
        shed_critical_above=1.0,
        shed_bulk_above=0.6,
    )
    weights = [1.0]
    for inside in range(slots):
        births = dear_per_s + cheap_per_s * (inside < reserved_from)
        weights.append(weights[-1] * births * service_s / (inside + 1))
    whole = sum(weights)
    found = [_run(design, seed) for seed in SEEDS]
    _is_near([_shed(each, "cheap") for each in found], sum(weights[reserved_from:]) / whole)
    _is_near([_shed(each, "dear") for each in found], weights[-1] / whole)


def test_without_a_rule_no_class_is_shed() -> None:
    found = _run(_design(300.0, 400.0, slots=2, service_ms_mean=10.0), 1)
    assert set(found["components"]["service"]["errors"]) == {"queue_full"}


def _design(dear_per_s: float, cheap_per_s: float, **parameters: Any) -> Design:
    return tiny.design(
        components=[
            tiny.component("dear", "traffic_source"),
            tiny.component("cheap", "traffic_source", priority="bulk"),
            tiny.component("service", instances=1, distribution="exponential", **parameters),
        ],
        connections=[tiny.connection("dear", "service"), tiny.connection("cheap", "service")],
        workload={
            "duration": 400.0,
            "warm_up": 10.0,
            "traffic": [tiny.traffic("dear", dear_per_s), tiny.traffic("cheap", cheap_per_s)],
        },
    )


def _run(design: Design, seed: int) -> dict[str, Any]:
    simulation = start(design, seed)
    while not simulation.finished:
        simulation.advance(10_000_000)
    return simulation.summary()


def _shed(summary: dict[str, Any], source: str) -> float:
    row = summary["components"][source]
    return float(row["errors"].get("shed", 0) / row["arrivals"])


def _is_near(values: list[float], expected: float) -> None:
    error = statistics.stdev(values) / math.sqrt(len(values))
    assert statistics.fmean(values) == pytest.approx(expected, abs=4.0 * error)
