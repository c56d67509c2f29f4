"""What is answered to a method that an address does not take: words for people, a status for programs."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

from tests.apps.lesson import ITEM, shelf

__all__ = ["shelf"]
pytestmark = pytest.mark.django_db


def test_who_visits_an_address_of_a_deed_gets_a_page(client: Client) -> None:
    answer = client.get("/accounts/log-out/")
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "POST"
    assert "This is done by a button" in answer.content.decode()


def test_programs_get_the_status_alone(client: Client) -> None:
    assert client.put("/accounts/log-out/").content == b""
    assert client.get("/accounts/log-out/", headers={"Accept": "application/json"}).content == b""


def test_who_comes_by_the_address_of_a_lesson_finds_it_on_the_map(client: Client, shelf: Path) -> None:
    answer = client.get(f"/learn/items/{ITEM}/")
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/learn/#{shelf.name}"
    gone = client.get("/learn/items/00000000-0000-4000-8000-000000000000/")
    assert gone.headers["Location"] == "/learn/#"
