"""Levels come from what holds and what was noted; the whole is no better than most of its parts."""

from __future__ import annotations

from grading.language import read_predicate
from grading.rubric import Bar, Reached, Row, judged, overall
from grading.sample import sample

DESIGN = sample().design
SUMS = "evidence(sums) >= 70 %"
ROW = Row("a", "A", 1.0, {"mid": Bar(("one",)), "senior": Bar((), SUMS, read_predicate(SUMS)), "staff": Bar(("two",))})


def level(held: set[str], **noted: float) -> tuple[str, tuple[str, ...]]:
    found = judged([ROW], held, {"one": "One fails.", "two": "Two fails."}, noted, DESIGN)[0]
    return found.level, found.missing


def test_a_level_needs_every_level_below_it() -> None:
    assert level({"two"}, sums=1.0) == ("", ("One fails.",))
    assert level({"one", "two"}, sums=0.75) == ("staff", ())


def test_what_is_missing_is_said_in_numbers() -> None:
    name, missing = level({"one"}, sums=0.5)
    assert name == "mid"
    assert "0.5" in missing[0]
    assert level({"one"})[1] == ("Evidence (sums): nothing was seen of it.",)


def test_a_level_that_says_nothing_comes_with_the_one_below() -> None:
    row = Row("b", "B", 1.0, {"mid": Bar(("one",))})
    assert judged([row], {"one"}, {}, {}, DESIGN)[0].level == "staff"


def test_rows_that_a_person_judges_count_for_no_level() -> None:
    assert judged([Row("c", "C", prompts=("why",))], set(), {}, {}, DESIGN) == []


def test_two_thirds_of_the_weight_make_a_level_unless_a_row_is_far_below() -> None:
    def rows(*levels: str) -> list[Reached]:
        return [Reached(Row(str(place), ""), each, ()) for place, each in enumerate(levels)]

    assert overall(rows("staff", "staff", "senior")) == "staff"
    assert overall(rows("staff", "staff", "mid")) == "senior"
    assert overall(rows("staff", "staff", "")) == "mid"
    assert overall(rows("staff", "senior", "mid")) == "senior"
    assert overall(rows("", "", "staff")) == ""
    assert overall([]) == ""
