"""Credits follow the hours that instances ran."""

from __future__ import annotations

from typing import Any

import pytest

from engine.catalogue import components
from engine.simulate import start
from tests import tiny


def _summary(**fields: Any) -> dict[str, Any]:
    simulation = start(tiny.design(**fields), seed=1)
    while not simulation.finished:
        simulation.advance()
    return simulation.summary()


def test_a_steady_component_costs_its_price_times_the_hours() -> None:
    service = tiny.component("service", instances=3, slots=8)
    summary = _summary(components=[tiny.component("viewers", "traffic_source"), service], duration_s=36.0)
    price = components()["service"].price
    per_h = price.component_per_h + 3 * (price.instance_per_h + 8 * price.slot_per_h)
    assert summary["cost"]["credits_per_h"] == pytest.approx(per_h)
    assert summary["cost"]["credits"] == pytest.approx(per_h / 100.0)
    assert summary["cost"]["components"]["service"]["instance_hours"] == pytest.approx(0.03)
    assert summary["cost"]["components"]["viewers"] == {"credits": 0.0, "instance_hours": 0.0, "serving_hours": 0.0}


def test_killed_instances_cost_nothing_while_they_are_dead() -> None:
    kill = {"at": 1.0, "failure": "kill_instances", "target": "service", "parameters": {"count": 2}, "for": 2.0}
    summary = _summary(schedule=[kill], duration_s=10.0)
    assert summary["cost"]["components"]["service"]["instance_hours"] == pytest.approx((30.0 - 4.0) / 3_600.0)


def test_a_started_instance_costs_from_the_beginning_of_its_boot_until_it_has_drained() -> None:
    law = {"metric": "schedule", "min": 3, "scheduled_instances": 5, "scheduled_at_s": 2.0, "scheduled_for_s": 4.0}
    law |= {"eval_s": 1.0, "window_s": 1.0, "boot_s": 3.0, "cooldown_in_s": 0.0}
    parts = [
        tiny.component("viewers", "traffic_source"),
        tiny.component("service"),
        tiny.component("s", "autoscaler", **law),
    ]
    arrows = [tiny.connection("viewers", "service"), tiny.connection("s", "service")]
    summary = _summary(components=parts, connections=arrows, rate_per_s=1.0, duration_s=10.0)
    hours = summary["cost"]["components"]["service"]["instance_hours"]
    assert hours == pytest.approx((30.0 + 2 * 4.0) / 3_600.0, abs=0.1 / 3_600.0)
    serving = summary["cost"]["components"]["service"]["serving_hours"]
    assert serving == pytest.approx(hours - 2 * 3.0 / 3_600.0)


def test_every_replica_of_a_shard_is_paid_for() -> None:
    store = tiny.component("store", "replicated_store", shards=4, rf=3)
    viewers = tiny.component("viewers", "traffic_source")
    summary = _summary(components=[viewers, store], connections=[tiny.connection("viewers", "store")], duration_s=36.0)
    assert summary["cost"]["components"]["store"]["credits"] == pytest.approx(4 * 3 * 0.4 / 100.0)
