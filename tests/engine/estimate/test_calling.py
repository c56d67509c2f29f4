"""What a caller gets from its calls."""

from __future__ import annotations

from typing import Any

import pytest

from engine.estimate.calling import waits_s_mean
from engine.estimate.drawing import Call, Part
from engine.estimate.solving import solve
from tests import tiny


def _solved(service: dict[str, Any], **fields: Any) -> tuple[Part, Call]:
    """Viewers who call one service over a connection with these fields: the viewers and their call."""
    design = tiny.design(
        components=[tiny.component("viewers", "traffic_source"), tiny.component("service", **service)],
        connections=[tiny.connection("viewers", "service", **fields)],
    )
    drawing, settled = solve(design, {"viewers": 0.001})
    assert settled
    return drawing.parts["viewers"], drawing.calls["viewers-service"]


@pytest.mark.parametrize(("failing", "attempts"), [(0.1, 1.111), (0.5, 1.875), (0.9, 3.439)])
def test_calls_that_fail_are_tried_as_often_as_expected(failing: float, attempts: float) -> None:
    """Row V30 of the validation table."""
    viewers, call = _solved({"error_ratio": failing}, retry={"attempts": 4, "backoff": 0.0})
    assert call.attempts == pytest.approx(attempts, rel=1e-3)
    assert call.answered == viewers.ok == pytest.approx(1.0 - failing**4)


def test_a_second_attempt_costs_the_first_and_the_wait() -> None:
    service = {"error_ratio": 0.5, "distribution": "constant", "service_ms_mean": 10}
    viewers, _ = _solved(service, retry={"attempts": 2, "backoff": 0.1, "jitter": "none"}, delay=0.001)
    assert viewers.latency.mean == pytest.approx(0.012 + (0.012 + 0.1) / 3.0, rel=1e-3)


def test_waits_before_retries_double_up_to_their_cap() -> None:
    fields = {"attempts": 5, "backoff": 0.1, "cap": 0.3}
    for jitter, expected in (
        ("none", [0.1, 0.2, 0.3, 0.3]),
        ("full", [0.05, 0.1, 0.15, 0.15]),
        ("equal", [0.075, 0.15, 0.225, 0.225]),
        ("decorrelated", [0.2, 0.3, 0.3, 0.3]),
    ):
        _, call = _solved({}, retry={**fields, "jitter": jitter})
        assert waits_s_mean(call.connection, 4) == pytest.approx(expected)


def test_answers_that_come_too_late_do_not_count() -> None:
    service = {"distribution": "exponential", "service_ms_mean": 10}
    viewers, call = _solved(service, timeout=0.01)
    assert call.answered == pytest.approx(0.632, abs=0.01)
    assert call.gives_up_s == pytest.approx(0.01)
    assert viewers.latency.mean < 0.01


def test_an_optional_call_that_fails_costs_its_fallback() -> None:
    service = {"error_ratio": 1.0, "distribution": "constant", "service_ms_mean": 10}
    viewers, _ = _solved(service, optional=True, fallback=0.5)
    assert viewers.ok == pytest.approx(1.0)
    assert viewers.latency.mean == pytest.approx(0.51)


def test_of_shares_one_call_is_made_and_of_equal_orders_the_slowest_counts() -> None:
    constant = {"distribution": "constant", "queue_limit": -1}
    parts = [tiny.component(name, service_ms_mean=ms, **constant) for name, ms in (("a", 10), ("b", 30), ("c", 20))]
    design = tiny.design(
        components=[tiny.component("viewers", "traffic_source"), *parts],
        connections=[
            tiny.connection("viewers", "a", share=0.5),
            tiny.connection("viewers", "b", share=0.25),
            tiny.connection("viewers", "c"),
        ],
    )
    drawing, _ = solve(design, {"viewers": 0.001})
    assert drawing.calls["viewers-b"].calls_per_s == pytest.approx(0.00025)
    # Nothing, 10 or 30 ms is told by a gamma with their moments, which is what the tolerance is for.
    assert drawing.parts["viewers"].latency.mean == pytest.approx(0.75 * 0.02 + 0.25 * 0.03, rel=0.05)
