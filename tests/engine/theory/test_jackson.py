"""A network of queues: row V13."""

import pytest

from engine.design.model import Design
from engine.theory import jackson
from tests import tiny
from tests.engine.theory.runs import assert_agrees, run

ROUTING = {"gateway": {"a": 0.7, "b": 0.3}, "a": {"b": 0.2}}
SERVERS = {"gateway": (1, 200.0), "a": (1, 120.0), "b": (1, 60.0)}


def test_three_stations_hold_what_their_product_form_says() -> None:
    rates = jackson.arrival_rates_per_s({"gateway": 100.0}, ROUTING)
    inside = jackson.in_system_mean(rates, SERVERS)
    assert inside == pytest.approx({"gateway": 1.0, "a": 1.4, "b": 2.75})
    summaries = [run(_network(), seed) for seed in range(6)]
    for name, expected in inside.items():
        here = [each["components"][name] for each in summaries]
        assert_agrees([row["queue_mean"] + row["utilisation"] for row in here], expected, 0.04)
    assert_agrees([each["classes"]["play"]["latency_s"]["mean"] for each in summaries], 0.0515, 0.04)


def test_a_network_that_is_not_jacksons_says_why() -> None:
    assert jackson.assumptions(["exponential"], [-1], [0.5]) == []
    assert len(jackson.assumptions(["constant"], [4], [1.2])) == 3


def _network() -> Design:
    """Slots are free again while a station waits for the next one, so each is a queue of its own."""
    services = [
        tiny.component(
            name,
            instances=1,
            slots=1,
            queue_limit=-1,
            distribution="exponential",
            service_ms_mean=1000.0 / rate,
            holds_slot_while_calling=False,
        )
        for name, (_, rate) in SERVERS.items()
    ]
    return tiny.design(
        components=[tiny.component("viewers", "traffic_source"), *services],
        connections=[
            tiny.connection("viewers", "gateway"),
            tiny.connection("gateway", "a", share=0.7),
            tiny.connection("gateway", "b", share=0.3),
            tiny.connection("a", "b", probability=0.2),
        ],
        workload={"duration": 2_500.0, "warm_up": 20.0, "traffic": [tiny.traffic(rate_per_s=100.0)]},
    )
