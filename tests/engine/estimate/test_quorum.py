"""Quorums in the estimate, against closed forms and against the order of times."""

import pytest

from engine.estimate.estimate import estimate
from engine.estimate.latency import Latency
from engine.estimate.quorum import quorum_chance, quorum_latency
from engine.theory import order_statistics
from tests import tiny

EXPONENTIAL = Latency(0.01, 1e-4, 2e-6)


@pytest.mark.parametrize("needed", [1, 2, 3])
def test_a_quorum_of_exponential_replicas_takes_its_order_statistic(needed: int) -> None:
    expected = order_statistics.exponential_mean(needed, 3, 0.01)
    assert quorum_latency(EXPONENTIAL, 3, needed).mean == pytest.approx(expected, rel=0.01)


def test_one_copy_is_as_it_was() -> None:
    assert quorum_latency(EXPONENTIAL, 1, 1) is EXPONENTIAL


@pytest.mark.parametrize(("needed", "chance"), [(1, 0.999), (2, 0.972), (3, 0.729)])
def test_the_chance_of_a_quorum_is_binomial(needed: int, chance: float) -> None:
    assert quorum_chance(0.9, 3, needed) == pytest.approx(chance)


def test_the_estimate_of_a_replicated_store_knows_quorums_and_copies() -> None:
    store = tiny.component(
        "store", "replicated_store", slots=50, read_ms_mean=10.0, distribution="exponential", write_quorum=2
    )
    design = tiny.design(
        components=[tiny.component("viewers", "traffic_source"), store],
        connections=[tiny.connection("viewers", "store", writes=True)],
    )
    found = estimate(design)
    assert found.components["store"].arrivals_per_s == pytest.approx(150.0)
    latency = found.classes["play"].latency_s
    assert latency is not None
    assert latency.mean == pytest.approx(order_statistics.exponential_mean(2, 3, 0.01), rel=0.02)


@pytest.mark.parametrize(("acknowledge", "more_s"), [("near", 0.0), ("everywhere", 0.25)])
def test_writes_that_wait_for_other_stores_take_their_lag_longer(acknowledge: str, more_s: float) -> None:
    told = {"slots": 50, "replication_lag_ms": 250.0, "acknowledge": acknowledge}
    stores = [tiny.component(each, "replicated_store", **told) for each in ("east", "west")]
    means = []
    for arrows in ([], [tiny.connection("east", "west")]):
        design = tiny.design(
            components=[tiny.component("viewers", "traffic_source"), *stores],
            connections=[tiny.connection("viewers", "east", writes=True), *arrows],
        )
        found = estimate(design)
        latency = found.classes["play"].latency_s
        assert latency is not None
        means.append(latency.mean)
    # The times of a quorum are integrated on points, which lie elsewhere for times that begin later.
    assert means[1] - means[0] == pytest.approx(more_s, rel=0.005)
    assert any("send each other what is written" in each.text for each in found.assumptions)
