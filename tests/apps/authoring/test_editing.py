"""What the editor sends: nested fields in their order, one thing to do, and nothing lost that it does not show."""

from __future__ import annotations

from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from apps.authoring import drafting
from apps.authoring.editing import done, filled, nested
from apps.authoring.items import read_texts
from tests import tiny
from tests.content.small import scenario_texts

ITEM = UUID("0b1de5e2-0d4f-4d5b-9c38-5a0c4a8a7e12")
SOURCES = [("viewers", "constant")]
NAMES = [
    "head",
    "head.title",
    "head.minutes",
    "vary",
    "vary.0",
    "vary.0.name",
    "vary.0.values",
    "locks.at.0",
    "locks.at.0.how",
    "locks.budget_per_h",
    "locks.may_add",
    "checks.0",
    "checks.0.that",
    "checks.0.menu",
    "checks.0.menu.metric",
    "checks.0.menu.0.metric",
    "checks.0.join",
    "checks.x.id",
    "experiments.0.traffic.0.p.rate_per_s",
    "experiments.0.schedule.0.failure",
    "experiments.0.schedule",
    "steps.0.text",
    "steps.0.title.x",
    "hints.0.when",
    "pitfalls.0.title",
    "experiments.0.duration",
    ".",
    "a.b.c.d.e.f.g",
]


def test_fields_with_dots_become_mappings_in_their_order() -> None:
    sent = nested([("checks.b.title", ["two"]), ("checks.a.title", ["one"]), ("locks.may_add", ["cache", "store"])])
    assert [each["title"] for each in sent["checks"].values()] == ["two", "one"]
    assert sent["locks"]["may_add"] == ["cache", "store"]


def test_names_that_contradict_each_other_are_no_crash() -> None:
    assert nested([("a", ["1"]), ("a.b", ["2"]), ("a.b.c.d.e.f.g.h", ["3"])])["a"] == "1"


def test_a_fresh_draft_is_read_but_for_what_it_still_needs() -> None:
    texts = drafting.fresh(ITEM, "Fresh", tiny.document())
    item, errors = read_texts(texts, ITEM)
    assert item is not None, errors
    assert item.uuid == ITEM
    assert item.checks == ()


def test_what_the_form_does_not_show_stays() -> None:
    raw, sections = drafting.opened(scenario_texts())
    assert raw is not None
    changed, texts = filled(raw | {"doubled_fails": ["lean"]}, sections, {"head": {"title": "Other", "summary": "?"}})
    assert changed["title"] == "Other"
    assert changed["doubled_fails"] == ["lean"]
    assert changed["pitfalls"][0]["fails"] == ["survives", "rich"]
    assert texts == sections


def test_a_heading_in_a_text_begins_no_other_step() -> None:
    raw, sections = drafting.opened(scenario_texts())
    assert raw is not None
    _, texts = filled(raw, sections, {"steps": {"0": {"text": "# judge\nWell."}}})
    assert texts["brief"] == "## judge\nWell."


def test_menus_count_where_they_were_changed_and_the_text_where_it_was() -> None:
    raw, sections = drafting.opened(scenario_texts())
    assert raw is not None
    menu = {"metric": "ok", "aggregate": "ratio", "place": "", "window": "", "operator": ">=", "bound": "95 %"}
    was = "ratio(ok) >= 95 %"
    for said, that in (
        ({"was": was, "that": "written by hand", "menu": {"0": menu}}, "written by hand"),
        ({"was": was, "that": was, "menu": {"0": menu | {"bound": "90 %"}}}, "ratio(ok) >= 90 %"),
        (
            {"was": was, "join": "OR", "menu": {"0": menu, "1": menu | {"bound": "1"}}},
            "ratio(ok) >= 95 % OR ratio(ok) >= 1",
        ),
        ({"was": "", "that": "has_path(a, b)"}, "has_path(a, b)"),
    ):
        changed, _ = filled(raw, sections, {"checks": {"0": said | {"id": "a", "points": "2", "merit": "on"}}})
        assert changed["checks"][0] == {"id": "a", "title": "", "that": that, "points": 2, "merit": True}


def test_conditions_of_a_check_are_added_and_removed_and_one_is_always_left() -> None:
    raw = {"checks": [{"id": "a", "that": "ratio(ok) >= 95 % OR ratio(ok) >= 1"}]}
    done(raw, "add checks.0.menu", SOURCES)
    assert raw["checks"][0]["that"] == "ratio(ok) >= 95 % OR ratio(ok) >= 1 OR ratio(goodput) in whole >= 99 %"
    for what in ("remove checks.0.menu.0", "remove checks.0.menu.0", "remove checks.0.menu.0", "add checks.7.menu"):
        done(raw, what, SOURCES)
    assert raw["checks"][0]["that"] == "ratio(goodput) in whole >= 99 %"


def test_rows_are_added_and_removed_and_unknown_words_do_nothing() -> None:
    raw, _ = drafting.opened(scenario_texts())
    assert raw is not None
    before = len(raw["checks"])
    for what in ("add checks", "add experiments.0.schedule", "add experiments.0.requirements", "add vary", "add hints"):
        done(raw, what, SOURCES)
    assert len(raw["checks"]) == before + 1
    assert [each["name"] for each in raw["experiments"][0]["schedule"]] == ["F1", "F2"]
    assert [each["name"] for each in raw["experiments"][0]["requirements"]] == ["R1", "R2"]
    done(raw, f"remove checks.{before}", SOURCES)
    done(raw, "remove experiments.0.schedule.1", SOURCES)
    assert len(raw["checks"]) == before
    assert len(raw["experiments"][0]["schedule"]) == 1
    for what in ("remove checks.99", "remove steps.0", "add uuid", "remove experiments.9.schedule.0", "x", "add", ""):
        done(raw, what, SOURCES)
    assert len(raw["steps"]) == 4


def test_seeds_that_the_form_does_not_show_stay_and_parameters_follow_their_kind() -> None:
    raw, sections = drafting.opened(scenario_texts())
    assert raw is not None
    raw["experiments"][0]["seeds"] = [1, 2]
    said = {"name": "calm", "duration": "10 s", "schedule": {"0": {"failure": "hang", "p": {"factor": "3"}, "at": "3"}}}
    changed, _ = filled(raw, sections, {"experiments": {"0": said}})
    assert changed["experiments"][0]["seeds"] == [1, 2]
    assert changed["experiments"][0]["schedule"][0] == {"name": "", "failure": "hang", "target": "", "at": 3}


@given(st.lists(st.tuples(st.sampled_from(NAMES), st.lists(st.text(max_size=8), min_size=1, max_size=2)), max_size=12))
@settings(max_examples=25, deadline=None)
def test_whatever_is_sent_is_no_crash(fields: list[tuple[str, list[str]]]) -> None:
    raw, sections = drafting.opened(scenario_texts())
    assert raw is not None
    changed, texts = filled(raw, sections, nested(fields))
    read_texts(
        drafting.written(scenario_texts(), done(changed, fields[0][1][0] if fields else "", SOURCES), texts), ITEM
    )
