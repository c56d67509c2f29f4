"""What a scenario is put to the test with: right answers pass, and nothing passes that needs no thought."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from content.candidates import can_be_published, candidates
from content.item import read_item
from content.model import Item
from content.running import run_order
from tests.content.small import scenario_files


@pytest.fixture(scope="module")
def item() -> Item:
    found, errors = read_item(scenario_files(), "small")
    assert found is not None, errors
    return found


def table(item: Item) -> dict[str, dict[str, Any]]:
    """The rows by name."""
    found = {}
    for each in candidates(item):
        orders, refused = each.orders()
        found[each.name] = each.row({order.key: run_order(order) for order in orders}, refused)
    return found


def test_right_answers_pass_in_variants_too_and_the_others_do_not(item: Item) -> None:
    rows = table(item)
    assert [name for name, row in rows.items() if row["passed"]] == ["better", "better 1", "better 2"]
    assert all(row["holds"] for row in rows.values()), {name: row for name, row in rows.items() if not row["holds"]}
    assert can_be_published(list(rows.values()))
    assert len(rows["better"]["seeds"]) > len(rows["start"]["seeds"]) > 1
    wrong = {each["id"]: each for each in rows["three"]["checks"] if not each["holds"]}
    assert "survives" in wrong
    told = [seed["seed"] for seed in rows["three"]["seeds"] if not seed["holds"]]
    assert {each["seed"] for check in wrong.values() for each in check["failed"]} - {0} == set(told)
    assert all(each["sentence"] for check in wrong.values() for each in check["failed"])
    assert all(bool(each["failed"]) != each["holds"] for row in rows.values() for each in row["checks"])


def test_nothing_but_who_asks_is_refused_before_any_run(item: Item) -> None:
    empty = next(each for each in candidates(item) if each.role == "empty")
    orders, refused = empty.orders()
    assert orders == []
    assert empty.row({}, refused)["holds"]


def test_what_its_own_answer_does_not_pass_cannot_be_published(item: Item) -> None:
    assert not can_be_published([])
    broken = replace(item, exemplars=("start",), varied={})
    right = next(each for each in candidates(broken))
    orders, _ = right.orders()
    row = right.row({order.key: run_order(order) for order in orders})
    assert not row["holds"]
    assert not can_be_published([row])
