"""The pieces of a critical path are where the time went, and nothing is lost or counted twice."""

from __future__ import annotations

from itertools import pairwise

import pytest

from engine.results.explain.critical_path import NETWORK, PERMIT, QUEUE, RETRY, SERVICE, TIMEOUT, critical_path
from engine.simulate import start
from tests import tiny
from tests.engine.digests import finish
from tests.engine.random_designs import random_design
from tests.engine.results.explain.runs import EVERYTHING, traced_run, traces


@pytest.mark.parametrize("seed", range(20))
def test_the_pieces_cover_every_request_of_a_random_design_exactly(seed: int) -> None:
    simulation = start(random_design(seed), seed, tracing=EVERYTHING)
    finish(simulation, seed)
    for trace in traces(simulation):
        pieces = critical_path(trace)
        assert sum(each.ended_ns - each.began_ns for each in pieces) == trace.latency_ns
        assert all(one.ended_ns == other.began_ns for one, other in pairwise(pieces))


def test_a_request_alone_is_network_service_and_network() -> None:
    simulation = traced_run(
        rate_per_s=1.0,
        components=[tiny.component("viewers", "traffic_source", process="even"), _service("service", 10.0)],
        connections=[tiny.connection("viewers", "service", delay=0.002)],
    )
    found = [[(each.kind, each.ended_ns - each.began_ns) for each in critical_path(one)] for one in traces(simulation)]
    assert found[0] == [(NETWORK, 2_000_000), (SERVICE, 10_000_000), (NETWORK, 2_000_000)]
    assert all(each == found[0] for each in found)


def test_the_slower_of_two_calls_side_by_side_is_on_the_path() -> None:
    simulation = traced_run(
        rate_per_s=1.0,
        components=[
            tiny.component("viewers", "traffic_source"),
            _service("front", 1.0),
            _service("fast", 5.0),
            _service("slow", 50.0),
        ],
        connections=[
            tiny.connection("viewers", "front"),
            tiny.connection("front", "fast"),
            tiny.connection("front", "slow"),
        ],
    )
    ids = simulation.plan.tables.component_ids
    on_path = {ids[piece.component] for trace in traces(simulation) for piece in critical_path(trace)}
    assert on_path == {"front", "slow"}


def test_a_slow_attempt_is_a_timeout_then_a_wait_to_retry() -> None:
    simulation = traced_run(
        rate_per_s=0.5,
        components=[tiny.component("viewers", "traffic_source", process="even"), _service("service", 100.0)],
        connections=[
            tiny.connection(
                "viewers",
                "service",
                timeout=0.03,
                retry={"attempts": 2, "backoff": 0.02, "cap": 0.02, "jitter": "none"},
            )
        ],
    )
    [first, *_] = traces(simulation)
    found = [(each.kind, each.ended_ns - each.began_ns) for each in critical_path(first)]
    assert found == [(TIMEOUT, 30_000_000), (RETRY, 20_000_000), (TIMEOUT, 30_000_000)]


def test_who_comes_second_waits_for_the_first() -> None:
    simulation = traced_run(
        rate_per_s=100.0,
        duration_s=1.0,
        components=[
            tiny.component("viewers", "traffic_source", process="even"),
            _service("service", 15.0, instances=1, slots=1),
        ],
    )
    first, second, *_ = traces(simulation)
    assert [each.kind for each in critical_path(first)] == [SERVICE]
    assert [(each.kind, each.ended_ns - each.began_ns) for each in critical_path(second)] == [
        (QUEUE, 5_000_000),
        (SERVICE, 15_000_000),
    ]


def test_a_call_that_waits_at_its_caller_waits_for_a_permit() -> None:
    simulation = traced_run(
        rate_per_s=50.0,
        duration_s=1.0,
        components=[tiny.component("viewers", "traffic_source", process="even"), _service("service", 30.0)],
        connections=[tiny.connection("viewers", "service", policies={"bulkhead": {"max_concurrent": 1, "queue": 20}})],
    )
    first, second, *_ = traces(simulation)
    assert [each.kind for each in critical_path(first)] == [SERVICE]
    assert [(each.kind, each.ended_ns - each.began_ns) for each in critical_path(second)] == [
        (PERMIT, 10_000_000),
        (SERVICE, 30_000_000),
    ]


def _service(name: str, mean_ms: float, **more: float) -> dict[str, object]:
    return tiny.component(name, "service", service_ms_mean=mean_ms, distribution="constant", **more)
