"""What calls to replicas are made of, and what is refused before a run."""

from typing import Any

import pytest

from engine.design import limits
from engine.design.check import check_runnable
from engine.design.cost import estimate
from engine.design.model import Design
from engine.design.read import read_document
from engine.design.replicas import with_copies
from tests import tiny


def _design(parameters: dict[str, Any] | None = None, **fields: Any) -> Design:
    return tiny.design(
        components=[
            tiny.component("viewers", "traffic_source"),
            tiny.component("service"),
            tiny.component("store", "replicated_store", **(parameters or {})),
        ],
        connections=[
            tiny.connection("viewers", "service"),
            tiny.connection("service", "store", **fields),
            tiny.connection("service", "store", id="instead"),
        ],
    )


def test_a_read_asks_a_quorum_and_a_write_all_replicas() -> None:
    calls = {each.id: each for each in with_copies(_design({"read_quorum": 2}, writes=True)).connections}
    assert (calls["service-store"].copies, calls["service-store"].needed) == (3, 2)
    assert (calls["instead"].copies, calls["instead"].needed) == (2, 2)
    assert calls["viewers-service"].copies == 1


def test_a_design_without_replicas_stays_as_it_is() -> None:
    design = tiny.design()
    assert with_copies(design) is design


def test_the_cost_of_a_run_counts_every_copy() -> None:
    assert estimate(_design(writes=True)).calls == pytest.approx(5 * estimate(_design()).requests)


@pytest.mark.parametrize(
    ("parameters", "fields", "path"),
    [
        ({"shards": 2}, {}, "components[2].parameters.rf"),
        ({"read_quorum": 4}, {}, "components[2].parameters.read_quorum"),
        ({"write_quorum": 4}, {}, "components[2].parameters.write_quorum"),
        ({}, {"copies": 2}, "connections[1].copies"),
        ({}, {"policies": {"hedge": {}}}, "connections[1].policies.hedge"),
        ({"read_quorum": 2}, {"fallback_to": "instead"}, "connections[1].fallback_to"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(parameters: dict[str, Any], fields: dict[str, Any], path: str) -> None:
    assert path in [each.path for each in check_runnable(_design(parameters, **fields))]


def test_writing_to_what_has_no_replicas_is_a_call_like_any_other() -> None:
    design = tiny.design(connections=[tiny.connection("viewers", "service", writes=True)])
    assert check_runnable(design) == []
    assert with_copies(design) is design


def _joined(*arrows: dict[str, Any]) -> dict[str, Any]:
    stores = [tiny.component(each, "replicated_store") for each in ("east", "west")]
    calls = [tiny.connection("viewers", "east"), *arrows]
    return {"components": [tiny.component("viewers", "traffic_source"), *stores], "connections": calls}


def test_an_arrow_between_two_stores_joins_them_and_is_no_call() -> None:
    design = tiny.design(**_joined(tiny.connection("east", "west")))
    assert [each.kind for each in design.joints] == ["copy"]
    assert [each.id for each in design.calls] == ["viewers-east"]
    assert check_runnable(design) == []


def test_two_stores_are_joined_once() -> None:
    design = tiny.design(**_joined(tiny.connection("east", "west"), tiny.connection("west", "east")))
    assert [(each.path, each.message[:6]) for each in check_runnable(design)] == [("connections[2].to", "Remove")]


@pytest.mark.parametrize(
    ("arrow", "path"),
    [
        (tiny.connection("east", "west", kind="call"), "connections[1].kind"),
        (tiny.connection("east", "viewers"), "connections[1].to"),
        (tiny.connection("east", "east"), "connections[1].to"),
        (tiny.connection("viewers", "west", kind="copy"), "connections[1].kind"),
    ],
)
def test_only_stores_are_joined_and_only_by_copies(arrow: dict[str, Any], path: str) -> None:
    assert path in [each.path for each in read_document(tiny.document(**_joined(arrow)))[1]]


def test_there_is_a_limit_to_joints() -> None:
    names = [f"s{number}" for number in range(limits.JOINTS + 2)]
    stores = [tiny.component(each, "replicated_store") for each in names]
    arrows = [tiny.connection(names[0], each) for each in names[1:]]
    design = tiny.design(
        components=[tiny.component("viewers", "traffic_source"), *stores],
        connections=[tiny.connection("viewers", "s0"), *arrows],
    )
    assert [each.path for each in check_runnable(design)] == [f"connections[{limits.JOINTS + 1}]"]
