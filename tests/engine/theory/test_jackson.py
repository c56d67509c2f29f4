"""A network of queues: the numbers of row V13."""

import pytest

from engine.theory import jackson

ROUTING = {"gateway": {"a": 0.7, "b": 0.3}, "a": {"b": 0.2}}
SERVERS = {"gateway": (1, 200.0), "a": (1, 120.0), "b": (1, 60.0)}


def test_three_stations_hold_what_their_product_form_says() -> None:
    rates = jackson.arrival_rates_per_s({"gateway": 100.0}, ROUTING)
    assert jackson.in_system_mean(rates, SERVERS) == pytest.approx({"gateway": 1.0, "a": 1.4, "b": 2.75})


def test_a_network_that_is_not_jacksons_says_why() -> None:
    assert jackson.assumptions(["exponential"], [-1], [0.5]) == []
    assert len(jackson.assumptions(["constant"], [4], [1.2])) == 3
