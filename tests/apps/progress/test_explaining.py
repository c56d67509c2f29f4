"""An item on one sheet: drawings, predictions and results, for a wall or for paper."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from apps.progress.actions import begin
from apps.progress.explaining import read_sheet, spread, wall_of
from apps.progress.items import item_of
from apps.progress.models import Answer, Attempt, Stage, Submission
from content.model import Item
from tests.apps.lesson import HIDDEN, ITEM, SECRET
from tests.people import Someone

pytestmark = pytest.mark.django_db


@pytest.fixture
def item(shelf: Path) -> Item:
    found = item_of(ITEM)
    assert found is not None
    return found


@pytest.fixture
def attempt(item: Item, alice: Someone) -> Attempt:
    assert alice.person is not None
    return begin(alice.person, item)


def test_the_sheet_has_every_step_with_what_was_answered_and_drawn(attempt: Attempt, alice: Someone) -> None:
    Answer.objects.create(attempt=attempt, step="guess", value="25")
    document = attempt.design.document
    document["components"][1]["label"] = "Mended"
    attempt.design.save()
    sheet = read_sheet(attempt)
    assert sheet is not None
    steps = {each["name"]: each for each in sheet["steps"]}
    assert steps["guess"]["said"] == "25 ms"
    assert steps["worse"]["said"] is None
    assert [name for name, each in steps.items() if each["picture"]] == ["begin", "mend", "judge"]
    assert "Mended" not in steps["begin"]["picture"]["words"], "the start is as it was"
    assert "Mended" in steps["judge"]["picture"]["words"]
    page = alice.client.get(f"/learn/attempts/{attempt.pk}/sheet/").content.decode()
    assert page.count("data-slide ") == 9
    assert SECRET not in page
    assert HIDDEN not in page


def test_the_newest_grade_stands_at_the_check(attempt: Attempt, alice: Someone) -> None:
    told = {"holds": False, "title": "It is quick", "sentence": "It took 412 ms.", "earned": 0, "points": 2}
    grade = json.dumps({"shown": {"results": [told]}, "hints": []})
    Submission.objects.create(
        attempt=attempt, number=1, key="k", document={}, stage=Stage.GRADED, grade=grade, points=0, points_most=4
    )
    page = alice.client.get(f"/learn/attempts/{attempt.pk}/sheet/").content.decode()
    assert "It took 412 ms." in page
    assert "0 of 4 points" in page


def test_a_class_is_counted_and_not_named(item: Item, attempt: Attempt) -> None:
    Answer.objects.create(attempt=attempt, step="worse", value="more")
    wall = wall_of(item, [attempt.pk], 3)
    rows = next(each["spread"] for each in wall["steps"] if each["name"] == "worse")
    assert rows["count"] == 1
    assert [(each["label"], each["count"]) for each in rows["rows"]] == [("More slots", 1), ("Fewer slots", 0)]


def test_numbers_fall_into_equal_parts_of_their_span(item: Item) -> None:
    guess, shape = item.step("guess"), item.step("shape")
    assert guess is not None
    assert shape is not None
    told = spread(guess, ["10", "12", "90", 90])
    assert told is not None
    assert [each["count"] for each in told["rows"]] == [2, 0, 0, 0, 0, 0, 0, 2]
    assert told["rows"][0]["label"] == "10 to 20 ms"
    same = spread(guess, ["5", "5"])
    assert same is not None
    assert [(each["label"], each["count"]) for each in same["rows"]] == [("5 ms", 2)]
    assert spread(shape, [[1.0] * 13]) is None
    assert spread(guess, []) == {"count": 0, "rows": []}
