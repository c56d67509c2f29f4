"""The page of formats and the files behind it."""

from __future__ import annotations

import json

import pytest

from apps.designs.formats import formats
from tests.apps import made
from tests.people import Someone

pytestmark = pytest.mark.django_db
EVIL = "<script>alert(1)</script>"


def test_the_page_offers_every_format_and_shows_the_picture(alice: Someone) -> None:
    design = made.design(alice.person, name=EVIL)
    page = alice.client.get(f"/designs/{design.pk}/export/").content.decode()
    assert EVIL not in page
    assert "<svg xmlns" in page
    for each in formats().values():
        assert f"<h2>{each.label}</h2>" in page
        assert f"/as/{each.drawn_from or each.name}/" in page


@pytest.mark.parametrize("each", [each for each in formats().values() if each.write], ids=lambda each: each.name)
def test_a_file_is_saved_under_its_name_and_runs_nothing(alice: Someone, each) -> None:
    design = made.design(alice.person, name="Three cities & more")
    answer = alice.client.get(f"/designs/{design.pk}/as/{each.name}/")
    assert answer.status_code == 200
    assert answer["Content-Disposition"] == f'attachment; filename="three-cities-more.{each.suffix}"'
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["Content-Type"].startswith(each.media_type)


def test_a_picture_has_the_colours_that_were_asked_for(alice: Someone) -> None:
    design = made.design(alice.person)
    light, dark, odd = (
        alice.client.get(f"/designs/{design.pk}/as/svg/?theme={theme}").content for theme in ("light", "dark", "odd")
    )
    assert light == odd != dark


@pytest.mark.parametrize("name", ["png", "exe", "__init__"])
def test_a_format_that_is_none_does_not_exist(alice: Someone, name: str) -> None:
    design = made.design(alice.person)
    assert alice.client.get(f"/designs/{design.pk}/as/{name}/").status_code == 404


def test_what_leaves_as_json_comes_back_as_the_same_design(alice: Someone) -> None:
    design = made.design(alice.person, name="Round")
    text = alice.client.get(f"/designs/{design.pk}/as/json/").content.decode()
    address = alice.client.post("/designs/import/", {"text": text}).headers["Location"]
    assert json.loads(alice.client.get(f"{address}as/json/").content) == json.loads(text)
    assert "Imported from a Backlot design" in alice.client.get("/designs/").content.decode()
