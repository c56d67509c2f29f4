"""Calls for one class of requests only."""

import numpy as np
import pytest

from engine.design.check import check_runnable
from engine.design.model import Design
from engine.estimate.estimate import estimate
from engine.kernel.selecting import is_for_others
from engine.kernel.state import CONNECTION, PRIORITY_BIT
from tests import tiny
from validation.running import run


@pytest.mark.parametrize(("only_for", "is_made"), [(-1, [1, 1, 1, 1]), (0, [1, 0, 0, 0]), (3, [0, 0, 0, 1])])
def test_a_call_is_made_for_its_class(only_for: int, is_made: list[int]) -> None:
    connections = np.zeros(1, CONNECTION)
    connections["only_for"] = only_for
    flags = [np.uint32((priority << PRIORITY_BIT) | 5) for priority in range(4)]
    assert [not is_for_others(connections, 0, each) for each in flags] == [bool(each) for each in is_made]


def test_requests_of_other_classes_pass_it_by() -> None:
    summary = run(_design(), 1)
    calls = {name: each["calls"] for name, each in summary["connections"].items()}
    assert calls["service-critical"] == calls["people-service"] > 1_000
    assert calls["service-bulk"] == calls["batch-service"] > 500
    assert calls["service-all"] == calls["service-critical"] + calls["service-bulk"]
    assert calls["service-nobody"] == 0
    assert calls["all-critical"] == calls["service-critical"]


def test_the_estimate_follows_the_classes() -> None:
    found = estimate(_design()).connections
    rates = {name: each.calls_per_s for name, each in found.items()}
    assert rates["service-critical"] == pytest.approx(60.0, rel=1e-3)
    assert rates["service-bulk"] == pytest.approx(30.0, rel=1e-3)
    assert rates["service-nobody"] == 0.0
    assert rates["all-critical"] == pytest.approx(60.0, rel=1e-3)


def test_what_stands_in_for_others_is_called_for_all() -> None:
    design = tiny.design(
        components=[tiny.component("viewers", "traffic_source"), tiny.component("a"), tiny.component("b")],
        connections=[
            tiny.connection("viewers", "a", fallback_to="viewers-b"),
            tiny.connection("viewers", "b", only_for="bulk"),
        ],
    )
    assert [each.path for each in check_runnable(design)] == ["connections[0].fallback_to"]


def _design() -> Design:
    names = ("critical", "bulk", "nobody", "all")
    quick = {"service_ms_mean": 0.01, "queue_limit": -1, "error_ratio": 0.0}
    return tiny.design(
        components=[
            tiny.component("people", "traffic_source", priority="critical"),
            tiny.component("batch", "traffic_source", priority="bulk"),
            tiny.component("service", **quick),
            *(tiny.component(each, **quick) for each in names),
        ],
        connections=[
            tiny.connection("people", "service"),
            tiny.connection("batch", "service"),
            tiny.connection("service", "critical", only_for="critical"),
            tiny.connection("service", "bulk", only_for="bulk"),
            tiny.connection("service", "nobody", only_for="degraded"),
            tiny.connection("service", "all", order=2),
            tiny.connection("all", "critical", only_for="critical"),
        ],
        workload={"duration": 30.0, "traffic": [tiny.traffic("people", 60.0), tiny.traffic("batch", 30.0)]},
    )
