"""Variation: the same person gets the same numbers, another one others, and a name that nothing varies is told."""

from __future__ import annotations

import pytest

from content.item import read_item
from content.reading import Complaints
from content.variation import chosen, filled
from tests.content.small import SCENARIO, scenario_files

VARIED = {"rate": ("50", "60", "70"), "limit": ("40 ms", "50 ms")}


def test_the_first_of_each_is_what_is_read_without_a_variant() -> None:
    assert chosen(VARIED, 0) == {"rate": "50", "limit": "40 ms"}


def test_a_variant_always_has_the_same_values_and_variants_differ() -> None:
    drawn = [chosen(VARIED, variant) for variant in range(1, 40)]
    assert drawn == [chosen(VARIED, variant) for variant in range(1, 40)]
    assert {each["rate"] for each in drawn} == set(VARIED["rate"])
    assert {each["limit"] for each in drawn} == set(VARIED["limit"])


def test_names_are_filled_in_and_prices_in_dollars_are_left_alone() -> None:
    complaints = Complaints()
    files = {"text.md": b"It costs $5.\n$rate come.\n$nobody"}
    assert filled(files, {"rate": "50"}, complaints)["text.md"].startswith(b"It costs $5.\n50 come.")
    assert [(each.file, each.line) for each in complaints.errors] == [("text.md", 3)]


def test_an_item_has_the_values_of_its_variant_everywhere() -> None:
    rates = set()
    for variant in range(6):
        item, errors = read_item(scenario_files(), "small", variant)
        assert item is not None, errors
        rate = item.start.workload.traffic[0].parameters["rate_per_s"]
        traffic = item.experiments[0].traffic
        assert traffic is not None
        assert traffic[0].parameters["rate_per_s"] == rate
        assert f"{rate:.0f} come" in item.steps[0].text
        rates.add(rate)
    assert len(rates) > 1


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("rate: [40, 45]", "rate: 40", "Write a list"),
        ("rate: [40, 45]", "Rate: [40, 45]", "short name"),
        ("rate: [40, 45]", "other: [40, 45]", 'Nothing varies "$rate"'),
        ("attempts: 5", "attempts: none", "number"),
        ("time_limit: 40 min", "time_limit: 40 parsecs", "parsecs"),
        ("name: R1, at: 8 s", "name: F1, at: 8 s", "name of its own"),
        ("name: R1, at: 8 s", "name: R1, at: 80 s", "before the experiment ends"),
    ],
)
def test_a_mistake_is_shown_at_its_line(old: str, new: str, says: str) -> None:
    assert old in SCENARIO
    files = scenario_files() | {"scenario.yaml": SCENARIO.replace(old, new, 1).encode()}
    item, errors = read_item(files, "small")
    assert item is None
    line = SCENARIO.split(old)[0].count("\n") + 1
    told = [each for each in errors if says in each.message]
    assert told, errors
    assert told[0].file != "scenario.yaml" or abs(told[0].line - line) <= 12


def test_what_a_step_runs_is_not_hidden() -> None:
    files = scenario_files()
    files["scenario.yaml"] = SCENARIO.replace("experiment: calm}", "experiment: nightfall}", 1).encode()
    item, errors = read_item(files, "small")
    assert item is None
    assert "hidden" in errors[0].message
