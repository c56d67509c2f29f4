"""Items: read whole or not at all, and everything that is wrong is shown at its file and line."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from content.item import read_item
from content.library import ROOT
from content.locks import violations
from content.model import Item
from content.packing import from_folder
from engine.design.model import Design

LESSON = ROOT / "lessons" / "slows-before-it-breaks"


@pytest.fixture
def files() -> dict[str, bytes]:
    """The files of a lesson that is right."""
    return from_folder(LESSON)[0]


def changed(files: dict[str, bytes], name: str, old: str, new: str) -> list[tuple[str, int, str]]:
    """The errors of a lesson in which one text was changed."""
    text = files[name].decode()
    assert old in text
    item, errors = read_item(files | {name: text.replace(old, new, 1).encode()}, "slug")
    assert (item is None) == bool(errors)
    return [(each.file, each.line, each.message) for each in errors]


def line_of(files: dict[str, bytes], name: str, text: str) -> int:
    """The line on which a text begins."""
    return files[name].decode().split(text)[0].count("\n") + 1


def test_a_right_item_has_no_errors(files: dict[str, bytes]) -> None:
    item, errors = read_item(files, "slug")
    assert errors == []
    assert item is not None
    assert item.start.name == "Ten servers, ten queues"
    assert all(step.text for step in item.steps)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("kind: read", "kind: reed", "Write one of"),
        ("p99(latency)[class=browse] < 150 ms", "p99(latancy)[class=browse] < 150 ms", "No metric is called"),
        ("minutes: 25", "minutes: many", "number"),
        ("fails: [slowest], text: Every", "fails: [fastest], text: Every", "No check is called"),
        ("duration: 5 min", "duration: 5 parsecs", "parsecs"),
        ("that: cost_per_hour <= 1.2 * baseline", "that: cost_per_hour during F7 <= 3", "no part"),
        ("balancing, policies]", "balancing]\n  key: 3", "Nothing is called that"),
    ],
)
def test_a_mistake_is_shown_at_its_line(files: dict[str, bytes], old: str, new: str, says: str) -> None:
    errors = changed(files, "lesson.yaml", old, new)
    assert any(says in message for _, _, message in errors)
    told = next(each for each in errors if says in each[2])
    assert told[0] == "lesson.yaml"
    assert abs(told[1] - line_of(files, "lesson.yaml", old)) <= 3


def test_a_mistake_in_a_design_is_shown_in_its_file(files: dict[str, bytes]) -> None:
    errors = changed(files, "start.yaml", "service_ms_mean: 20 ms", "service_ms_mean: 20 req/s")
    assert ("start.yaml", line_of(files, "start.yaml", "service_ms_mean")) in [each[:2] for each in errors]


def test_a_change_of_what_is_not_there_is_shown(files: dict[str, bytes]) -> None:
    errors = changed(files, "in-turn.yaml", "viewers-catalogue:", "viewers-nobody:")
    assert errors[0][0] == "in-turn.yaml"


def test_a_step_without_text_and_a_text_without_step_are_shown(files: dict[str, bytes]) -> None:
    errors = changed(files, "text.md", "# watch\n", "# look\n")
    assert {each[0] for each in errors} == {"lesson.yaml", "text.md"}


def test_designs_that_change_one_another_in_a_circle_come_to_an_end(files: dict[str, bytes]) -> None:
    round_and_round = files | {"in-turn.yaml": b"of: in-turn\n"}
    assert read_item(round_and_round, "slug")[1]


@pytest.mark.parametrize("raw", [b"", b"- 1", b"[", b"a: &x [1]\nb: *x", b"\xff\xfe", b"uuid: 3", b"{}"])
def test_any_text_in_place_of_a_lesson_is_an_error_and_no_crash(files: dict[str, bytes], raw: bytes) -> None:
    item, errors = read_item(files | {"lesson.yaml": raw}, "slug")
    assert item is None
    assert errors


def test_a_folder_without_an_item_is_an_error(tmp_path: Path) -> None:
    assert read_item({}, "slug")[1]


def lesson(files: dict[str, bytes]) -> Item:
    """The item."""
    item, _ = read_item(files, "slug")
    assert item is not None
    return item


def with_slots(design: Design, name: str, **parameters: object) -> Design:
    """The design with other parameters of one component."""
    return replace(
        design,
        components=tuple(
            replace(each, parameters={**each.parameters, **parameters}) if each.id == name else each  # type: ignore[dict-item]
            for each in design.components
        ),
    )


def test_what_is_open_may_be_changed_and_what_is_kept_may_not(files: dict[str, bytes]) -> None:
    item = lesson(files)
    assert violations(item, with_slots(item.start, "catalogue", instances=12)) == []
    kept = violations(item, with_slots(item.start, "catalogue", service_ms_mean=1.0))
    assert [each.message for each in kept] == ['"service_ms_mean" of Catalogue must stay as it is.']
    assert violations(item, replace(item.start, connections=()))
    assert violations(item, with_slots(item.start, "viewers", request_class="play"))


def test_a_budget_is_held_against_the_price_before_any_run(files: dict[str, bytes]) -> None:
    item = lesson(files)
    poor = replace(item, locks=replace(item.locks, budget_per_h=0.4))
    assert violations(poor, item.start) == []
    assert "budget" in violations(poor, with_slots(item.start, "catalogue", instances=40))[0].message
