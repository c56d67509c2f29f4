"""The language that people are spoken to in."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client

from tests.people import PASSWORD, Someone

COOKIE = settings.LANGUAGE_COOKIE_NAME


def test_a_browser_is_spoken_to_in_the_language_it_asks_for(client: Client, db: None) -> None:
    assert '<html lang="en">' in client.get("/").content.decode()
    assert '<html lang="de">' in client.get("/", headers={"Accept-Language": "de-AT,de;q=0.9"}).content.decode()
    assert '<html lang="en">' in client.get("/", headers={"Accept-Language": "fr"}).content.decode()


def test_the_switch_keeps_the_page_and_is_remembered_by_a_cookie(client: Client, db: None) -> None:
    page = "http://testserver/glossary/?q=queue"
    changed = client.post("/accounts/language/", {"language": "de"}, headers={"Referer": page})
    assert changed["Location"] == page
    assert '<html lang="de">' in client.get("/").content.decode()


def test_the_switch_leads_nowhere_else(client: Client, db: None) -> None:
    changed = client.post("/accounts/language/", {"language": "de"}, headers={"Referer": "https://elsewhere.test/"})
    assert changed["Location"] == "/"


def test_a_language_that_is_not_spoken_is_refused_by_name(client: Client, db: None) -> None:
    assert client.post("/accounts/language/", {"language": "tlh"}).status_code == 400
    assert client.post("/accounts/language/").status_code == 400


def test_the_choice_goes_with_the_account_to_another_browser(alice: Someone, client: Client) -> None:
    alice.client.post("/accounts/language/", {"language": "de"})
    entered = client.post("/accounts/log-in/", {"username": "alice", "password": PASSWORD})
    assert entered.cookies[COOKIE].value == "de"


def test_what_a_visitor_chose_is_kept_by_the_account_they_make(client: Client, db: None) -> None:
    client.post("/accounts/language/", {"language": "de"})
    client.post("/accounts/sign-up/", {"username": "dora", "password": PASSWORD})
    other = Client()
    entered = other.post("/accounts/log-in/", {"username": "dora", "password": PASSWORD})
    assert entered.cookies[COOKIE].value == "de"


@pytest.mark.parametrize("cookie", ["tlh", "../../etc", "x" * 500])
def test_a_cookie_that_names_no_language_is_not_kept(client: Client, db: None, cookie: str) -> None:
    client.cookies[COOKIE] = cookie
    entered = client.post("/accounts/sign-up/", {"username": "dora", "password": PASSWORD})
    assert entered.status_code == 302
    assert COOKIE not in entered.cookies
