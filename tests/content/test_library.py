"""The library: bad items are shown as bad, and the rest are there all the same."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

from content.library import ROOT, library, prerequisite_errors, read_library


def test_nothing_that_is_shipped_is_bad() -> None:
    assert library().bad == ()
    assert prerequisite_errors(library().items) == []
    assert len(library().of_kind("lesson")) >= 5
    assert all(pitfall.fails for item in library().items for pitfall in item.pitfalls)


def test_a_bad_item_does_not_hide_the_others(tmp_path: Path) -> None:
    for name in ("slows-before-it-breaks", "retry-that-would-not-stop"):
        shutil.copytree(ROOT / "lessons" / name, tmp_path / "lessons" / name)
    (tmp_path / "lessons" / "retry-that-would-not-stop" / "lesson.yaml").write_text("uuid: 3\n")
    found = read_library(tmp_path)
    assert [each.number for each in found.items] == ["L02"]
    assert [(each.slug, bool(each.errors)) for each in found.bad] == [("retry-that-would-not-stop", True)]


def test_two_items_of_one_uuid_are_told(tmp_path: Path) -> None:
    for name in ("one", "two"):
        shutil.copytree(ROOT / "lessons" / "slows-before-it-breaks", tmp_path / "lessons" / name)
    found = read_library(tmp_path)
    assert [each.slug for each in found.items] == ["one"]
    assert "uuid" in found.bad[0].errors[0].message


def test_prerequisites_exist_and_do_not_go_round() -> None:
    one, other = library().of_kind("lesson")[:2]
    missing = [replace(one, prerequisites=("L99",))]
    assert "not there" in prerequisite_errors(missing)[0]
    circle = [replace(one, prerequisites=(other.number,)), replace(other, prerequisites=(one.number,))]
    assert prerequisite_errors(circle)
