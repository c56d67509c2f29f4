from typing import Any

import pytest

from engine.design import limits
from engine.design.read import read_document
from tests import tiny


def errors_of(**changes: Any) -> dict[str, str]:
    """Messages by path for a changed tiny document."""
    return {error.path: error.message for error in read_document(tiny.document(**changes))[1]}


def test_an_empty_document_lists_what_is_missing() -> None:
    assert [error.path for error in read_document({})[1]] == ["format", "name"]


@pytest.mark.parametrize("document", [None, 1, "x", [], True, object()])
def test_a_document_is_a_mapping(document: object) -> None:
    design, errors = read_document(document)
    assert design is None
    assert errors[0].path == "document"


def test_another_format_is_refused() -> None:
    assert errors_of(format=2) == {"format": "Write a number equal to 1, not 2."}


def test_every_mistake_is_found_at_once_and_at_its_own_place() -> None:
    errors = errors_of(
        components=[
            {"id": "a", "type": "servce"},
            {"id": "a", "type": "service", "parameters": {"slot": 1, "instances": 0}},
            "service",
        ],
        connections=[{"from": "a", "to": "b", "timeout": "5 apples"}, {"to": "a"}],
        workload={"duration": 5, "warm_up": 5, "traffic": [{"source": "a", "shape": "konstant"}]},
        schedule=[{"at": 1, "failure": "quake", "target": "a"}],
        objectives=[{"metric": "utilisation", "of": "a", "at_most": "2 s"}],
    )
    assert set(errors) == {
        "components[0].type",
        "components[1].id",
        "components[1].parameters.slot",
        "components[1].parameters.instances",
        "components[2]",
        "connections[0].timeout",
        "connections[1].from",
        "workload.warm_up",
        "workload.traffic[0].shape",
        "schedule[0].failure",
        "objectives[0].at_most",
    }
    assert errors["components[0].type"].endswith('Did you mean "service"?')
    assert errors["components[1].parameters.slot"].endswith('Did you mean "slots"?')


def test_one_refused_name_does_not_make_others_wrong() -> None:
    errors = errors_of(components=[{"id": "not a name", "type": "service"}], connections=[tiny.connection("x", "y")])
    assert list(errors) == ["components[0].id"]


def test_a_field_that_is_null_counts_as_left_out() -> None:
    design, _ = read_document(
        tiny.document(connections=[tiny.connection("viewers", "service", timeout=None, retry=None)])
    )
    assert design is not None
    assert design == tiny.design()


def test_errors_stop_at_a_limit() -> None:
    assert len(read_document(tiny.document(components=[{}] * 1_000))[1]) == limits.ERRORS


def test_quantities_are_in_seconds_whatever_their_unit() -> None:
    design = tiny.design(
        connections=[tiny.connection("viewers", "service", timeout="250 ms", delay=0.01, retry={"backoff": "20 ms"})],
        workload={"duration": "2 min", "traffic": []},
    )
    connection = design.connections[0]
    assert (connection.timeout_s, connection.delay_s, connection.retry.backoff_s) == (0.25, 0.01, 0.02)
    assert design.workload.duration_s == 120.0
