"""Users of a closed source, one request each."""

import itertools
from typing import Any

import pytest

from engine.design.check import check_runnable
from engine.design.model import Design
from engine.design.read import read_document
from engine.simulate import Intervention, Simulation, start
from tests import tiny


def _closed(users: int, think_s: float, duration_s: float = 20.0, **service: Any) -> Design:
    people = tiny.component("viewers", "traffic_source", process="closed", users=users, think_s=think_s)
    plain = {"instances": 1, "slots": 1, "queue_limit": -1, "distribution": "exponential", "error_ratio": 0.0}
    return tiny.design(
        components=[people, tiny.component("service", **{**plain, **service})],
        workload={"duration": duration_s, "traffic": []},
    )


def _finished(simulation: Simulation) -> Any:
    while not simulation.finished:
        simulation.advance(10**7)
    return simulation.summary()


def _exact(users: int, think_s: float, service_s: float) -> float:
    """Requests a second by mean value analysis (Reiser and Lavenberg 1980), exact for exponential service."""
    queue = rate_per_s = 0.0
    for present in range(1, users + 1):
        latency_s = service_s * (1.0 + queue)
        rate_per_s = present / (think_s + latency_s)
        queue = rate_per_s * latency_s
    return rate_per_s


@pytest.mark.parametrize("users", [1, 10, 41, 80])
def test_users_send_as_often_as_mean_value_analysis_says(users: int) -> None:
    found = _finished(start(_closed(users, 1.0, 2_000.0, service_ms_mean=25.0), 5))
    expected = _exact(users, 1.0, 0.025)
    # The count of a closed system varies less than that of a Poisson process of its rate.
    assert found["requests"]["offered"] / 2_000.0 == pytest.approx(expected, abs=4.0 * (expected / 2_000.0) ** 0.5)


def test_no_user_has_two_requests_under_way() -> None:
    simulation = start(_closed(7, 0.0, service_ms_mean=100.0), 1)
    while not simulation.finished:
        simulation.advance(1)
        assert simulation.summary()["requests"]["in_flight"] <= 7


def test_whoever_is_refused_at_once_waits_a_millisecond_before_asking_again() -> None:
    found = _finished(start(_closed(1, 0.0, 2.0, service_ms_mean=0.001, error_ratio=1.0), 1))
    assert found["requests"]["offered"] == 2_000


def test_more_traffic_is_more_users_and_none_is_silence() -> None:
    simulation = start(_closed(10, 1.0, 600.0, slots=100, service_ms_mean=1.0), 1)
    sent, at_s = [0], [100.0, 200.0, 300.0, 400.0]
    for factor, until_s in zip((1.0, 4.0, 0.0, 1.0), at_s, strict=True):
        simulation.intervene(Intervention("change_traffic", "viewers", {"factor": factor}))
        while simulation.clock_s < until_s:
            simulation.advance(10**7)
        sent.append(simulation.summary()["requests"]["offered"])
    sent_each = [later - before for before, later in itertools.pairwise(sent)]
    # A user sends once a second; who leaves does so at the end of its thinking, without another request.
    for found, expected in zip(sent_each, (1_000, 4_000, 0, 1_000), strict=True):
        assert abs(found - expected) <= 5.0 * expected**0.5


def test_a_closed_source_needs_no_traffic_but_a_connection() -> None:
    people = tiny.component("viewers", "traffic_source", process="closed")
    document = tiny.document(components=[people, tiny.component("service")], workload={"duration": 10.0})
    read, _ = read_document(document)
    assert read is not None
    assert check_runnable(read) == []
    alone, _ = read_document({**document, "connections": []})
    assert alone is not None
    assert [each.path for each in check_runnable(alone)] == ["components[0]"]


def test_more_users_than_a_run_can_count_are_refused_where_they_are_set() -> None:
    people = tiny.component("viewers", "traffic_source", process="closed", users=20_000, think_s=0.0)
    read, _ = read_document(tiny.document(components=[people, tiny.component("service")], workload={"duration": 100.0}))
    assert read is not None
    assert [each.path for each in check_runnable(read)] == ["components[0].parameters"]
