"""docs/design-format.md is complete and true: it holds every field and kind, and its examples do what they say."""

from __future__ import annotations

import re

import pytest

from engine.catalogue import components, failures, workloads
from engine.design import limits
from engine.design.check import check_runnable
from engine.design.quantity import DIMENSIONS
from engine.design.read import read_text
from tests.house.reference import PAGE, TABLES, with_reference
from tests.house.tree import ROOT

TEXT = PAGE.read_text()
EXAMPLE = re.compile(r"```(?:yaml|json)\n([^`]*)```\n+((?:> [^\n]*\n)*)")
EXAMPLES = [(each.group(1), re.findall(r"> - `(.*?)`: (.*)\n", each.group(2))) for each in EXAMPLE.finditer(TEXT)]


def test_the_reference_holds_every_field_kind_and_parameter() -> None:
    assert with_reference(TEXT) == TEXT, "run `python -m tests.house.reference`"
    for _, fields in TABLES:
        assert all(f"| `{each.name}` |" in TEXT for each in fields)
    for kind in [*components().values(), *failures().values(), *workloads().values()]:
        assert f"### `{kind.name}`:" in TEXT
        assert all(f"| `{each.name}` |" in TEXT for each in kind.parameters)


def test_every_unit_stands_in_the_table_of_its_dimension() -> None:
    for dimension, units in DIMENSIONS.items():
        row = next(line for line in TEXT.splitlines() if line.startswith(f"| {dimension} |"))
        assert re.findall(r"`(.*?)`", row) == list(units)


def test_the_limits_are_the_ones_that_hold() -> None:
    for number in (limits.YAML_EVENTS, limits.COMPONENTS, limits.CONNECTIONS, limits.REQUEST_CALLS, limits.RUN_CALLS):
        assert f"{number:,}".replace(",", " ") in TEXT
    assert f"{limits.TEXT_BYTES // 1_000_000} MB" in TEXT
    assert f"{limits.YAML_BYTES // 1_000} kB" in TEXT


@pytest.mark.parametrize(
    ("example", "promised"), EXAMPLES, ids=lambda value: value[:40] if isinstance(value, str) else ""
)
def test_an_example_does_what_the_page_says(example: str, promised: list[tuple[str, str]]) -> None:
    design, errors = read_text(example)
    found = errors if design is None else check_runnable(design)
    assert [(error.path, error.message) for error in found] == promised


def test_the_page_shows_examples_that_run_and_examples_that_fail() -> None:
    assert sum(not promised for _, promised in EXAMPLES) >= 5
    assert sum(len(promised) for _, promised in EXAMPLES) >= 20


@pytest.mark.parametrize("page", ["component", "failure", "workload"])
def test_there_is_a_page_on_adding_each_sort_of_kind(page: str) -> None:
    assert (ROOT / "docs" / "adding" / f"{page}.md").stat().st_size > 1_000
