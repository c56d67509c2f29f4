"""Pages of designs: whole for a visit, a fragment for htmx, and never mistaken for one another by a cache."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.apps import made
from tests.people import Someone

pytestmark = pytest.mark.django_db


def test_an_empty_list_says_how_to_begin(client: Client) -> None:
    page = client.get("/designs/").content.decode()
    assert "Nothing here yet" in page
    assert "<html" in page


def test_the_list_shows_what_is_mine(alice: Someone, bob: Someone) -> None:
    made.design(alice.person, name="Mine")
    made.design(bob.person, name="Yours")
    page = alice.client.get("/designs/").content.decode()
    assert "Mine" in page
    assert "Yours" not in page


def test_htmx_gets_the_fragment_alone(alice: Someone) -> None:
    answer = alice.client.get("/designs/", headers={"HX-Request": "true"})
    assert "<html" not in answer.content.decode()
    assert "HX-Request" in answer.headers["Vary"]


def test_names_are_text_and_never_markup(alice: Someone) -> None:
    made.design(alice.person, name="<img src=x hx-get=/designs/>")
    page = alice.client.get("/designs/").content.decode()
    assert "<img src=x" not in page


def test_the_sandbox_page_opens(alice: Someone) -> None:
    design = made.design(alice.person, name="Mine")
    answer = alice.client.get(f"/designs/{design.pk}/")
    assert answer.status_code == 200
    assert str(design.pk) in answer.content.decode()


def test_every_page_forbids_scripts_that_are_not_ours(alice: Someone) -> None:
    policy = alice.client.get("/designs/").headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
