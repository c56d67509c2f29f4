import pytest

from engine.design import limits
from engine.design.cost import check_cost, estimate
from tests import tiny


def test_requests_are_the_rate_over_the_duration_and_calls_follow_the_connections() -> None:
    parts = [tiny.component("viewers", "traffic_source"), tiny.component("a"), tiny.component("b"), tiny.component("c")]
    connections = [
        tiny.connection("viewers", "a", retry={"attempts": 3}),
        tiny.connection("a", "b", probability=0.5, retry={"attempts": 2}),
        tiny.connection("a", "c", share=0.25),
        tiny.connection("b", "c"),
    ]
    cost = estimate(tiny.design(components=parts, connections=connections, rate_per_s=10.0, duration_s=100.0))
    assert cost.requests == pytest.approx(1_000.0)
    assert cost.calls == pytest.approx(1_000.0 * (1 + 0.5 + 0.25 + 0.5))
    assert cost.calls_at_most == pytest.approx(1_000.0 * 3 * (1 + 0.5 * 2 + 0.25 + 0.5 * 2))


def test_a_run_that_asks_too_much_is_refused_at_the_traffic_that_asks_it() -> None:
    # Every request makes one call, so that requests and calls are twice the requests.
    most_s = limits.RUN_CALLS / 2 / 10_000.0
    assert check_cost(tiny.design(rate_per_s=10_000.0, duration_s=most_s)) == []
    refused = check_cost(tiny.design(rate_per_s=10_000.0, duration_s=most_s + 1.0))
    assert [error.path for error in refused] == ["workload.traffic[0].parameters"]


def test_a_fan_out_of_fan_outs_is_refused_at_its_widest_connection() -> None:
    parts = [tiny.component("viewers", "traffic_source"), *(tiny.component(f"p{index}") for index in range(16))]
    doubled = [tiny.connection(f"p{index}", f"p{index + 1}") for index in range(15) for _ in range(2)]
    design = tiny.design(components=parts, connections=[tiny.connection("viewers", "p0"), *doubled], rate_per_s=0.1)
    refused = check_cost(design)
    assert [error.path for error in refused] == ["connections[29]"]
    assert "65,535" in refused[0].message
