"""What a drawing of messages is told before a run."""

from typing import Any

import pytest

from engine.design.check import check_runnable
from engine.design.read import read_document
from tests import tiny


@pytest.mark.parametrize(
    ("fields", "path"),
    [
        ({"timeout": 1}, "timeout"),
        ({"retry": {"attempts": 3}}, "retry"),
        ({"optional": True}, "optional"),
        ({"copies": 2}, "copies"),
        ({"balancing": "weighted"}, "balancing"),
        ({"policies": {"hedge": {}}}, "policies.hedge"),
    ],
)
def test_what_waits_for_answers_is_refused_where_messages_are_published(fields: dict[str, Any], path: str) -> None:
    assert _complaints(kind="publish", **fields) == [f"connections[0].{path}"]


def test_a_call_has_no_producer() -> None:
    assert _complaints(policies={"producer": {}}) == ["connections[0].policies.producer"]


def test_whoever_takes_calls_may_be_told_without_an_answer() -> None:
    assert _complaints(kind="publish", delay=0.01, order=2, probability=0.5, balancing="random") == []


def test_what_is_published_stands_in_for_no_call() -> None:
    design = tiny.design(
        components=[tiny.component("viewers", "traffic_source"), tiny.component("service"), tiny.component("other")],
        connections=[
            tiny.connection("viewers", "service", fallback_to="viewers-other"),
            tiny.connection("viewers", "other", kind="publish"),
        ],
    )
    assert [each.path for each in check_runnable(design)] == ["connections[0].fallback_to"]


def test_nobody_scales_partitions() -> None:
    document = tiny.document(
        components=[
            tiny.component("viewers", "traffic_source"),
            tiny.component("bus", "event_bus"),
            tiny.component("scaler", "autoscaler"),
        ],
        connections=[tiny.connection("viewers", "bus"), tiny.connection("scaler", "bus")],
    )
    assert [each.path for each in read_document(document)[1]] == ["connections[1].to"]


def _complaints(**fields: Any) -> list[str]:
    document = tiny.document(connections=[tiny.connection("viewers", "service", **fields)])
    design, errors = read_document(document)
    return [each.path for each in (errors if design is None else check_runnable(design))]
