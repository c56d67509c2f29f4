from typing import Any

import pytest

from engine.design.read import read_document
from engine.design.write import to_document
from tests import tiny


def test_what_a_policy_leaves_out_takes_its_default() -> None:
    design = tiny.design(connections=[_calls({"retry_budget": {"ratio": "20 %"}})])
    assert design.connections[0].policies == {"retry_budget": {"ratio": 0.2, "burst": 10}}


@pytest.mark.parametrize("policies", [None, {}, {"retry_budget": None}])
def test_no_policy_is_written_as_nothing(policies: Any) -> None:
    design = tiny.design(connections=[_calls(policies)])
    assert design.connections[0].policies == {}
    assert "policies" not in to_document(design)["connections"][0]


def test_a_written_design_is_read_back_as_it_was() -> None:
    design = tiny.design(connections=[_calls({"retry_budget": {}})])
    assert to_document(design)["connections"][0]["policies"] == {"retry_budget": {"ratio": 0.1, "burst": 10}}
    assert read_document(to_document(design)) == (design, [])


@pytest.mark.parametrize(
    ("policies", "path", "says"),
    [
        ([], "policies", "Write a mapping"),
        ({"retry_budgets": {}}, "policies.retry_budgets", 'Did you mean "retry_budget"?'),
        ({3: {}}, "policies", "as text"),
        ({"retry_budget": 0.1}, "policies.retry_budget", "Write a mapping of parameters"),
        ({"retry_budget": {"ratio": 2}}, "policies.retry_budget.ratio", "from 0 to 1"),
        ({"bulkhead": {}, "concurrency_limit": {}}, "policies.concurrency_limit", "Keep either Bulkhead or"),
        ({"retry_budget": {"share": 0.1}}, "policies.retry_budget.share", "Remove this parameter"),
    ],
)
def test_bad_policies_are_told_at_their_field(policies: Any, path: str, says: str) -> None:
    design, [error] = read_document(tiny.document(connections=[_calls(policies)]))
    assert design is None
    assert error.path == f"connections[0].{path}"
    assert says in error.message


def _calls(policies: Any) -> dict[str, Any]:
    return tiny.connection("viewers", "service", policies=policies)
