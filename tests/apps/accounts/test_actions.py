"""Visitors own what they make and keep it when they sign up or log in."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client

from apps.accounts.models import Person
from apps.accounts.queries import COOKIE, token_hash, visitor_of
from apps.designs.models import Design
from apps.runs.models import Run
from tests.apps import made
from tests.people import PASSWORD, Someone

pytestmark = pytest.mark.django_db


def visit(client: Client) -> Person:
    """Makes a design as a visitor; the person behind it."""
    client.post("/designs/", {"template": "mini-streaming"})
    person = visitor_of(client.cookies[COOKIE].value)
    assert person is not None
    return person


def test_looking_around_makes_nobody(client: Client) -> None:
    for path in ("/health/", "/catalogue.json", "/schema.json"):
        assert client.get(path).status_code == 200
    assert Person.objects.count() == 0


def test_the_first_write_makes_a_visitor_who_is_known_by_a_cookie_scripts_cannot_read(client: Client) -> None:
    person = visit(client)
    cookie = client.cookies[COOKIE]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert Design.objects.get().owner == person


def test_the_database_does_not_hold_the_token_itself(client: Client) -> None:
    person = visit(client)
    token = client.cookies[COOKIE].value.split(":")[0]
    assert len(bytes.fromhex(token)) == 16
    assert person.token_hash == token_hash(token) != token


@pytest.mark.parametrize("spoilt", ["", "x", "a:b:c", "{token}:1:1", "{cookie}x"])
def test_a_cookie_that_was_made_up_is_nobody(client: Client, spoilt: str) -> None:
    visit(client)
    cookie = client.cookies[COOKIE].value
    assert visitor_of(spoilt.format(token=cookie.split(":")[0], cookie=cookie)) is None


def test_signing_up_keeps_designs_and_runs(client: Client) -> None:
    person = visit(client)
    run = made.run(person)
    answer = client.post("/accounts/sign-up/", {"username": "dora", "password": PASSWORD})
    assert answer.status_code == 302
    assert Person.objects.get(user__username="dora") == person
    assert client.cookies[COOKIE].value == ""
    assert client.get(f"/runs/{run.pk}/document.json").status_code == 200


def test_the_old_cookie_is_worth_nothing_after_signing_up(client: Client) -> None:
    visit(client)
    cookie = client.cookies[COOKIE].value
    client.post("/accounts/sign-up/", {"username": "dora", "password": PASSWORD})
    assert visitor_of(cookie) is None


def test_logging_in_takes_along_what_the_visitor_made(client: Client, alice: Someone) -> None:
    assert alice.person is not None
    made.run(alice.person, key="same")
    visitor = visit(client)
    made.run(visitor, key="same")
    answer = client.post("/accounts/log-in/", {"username": "alice", "password": PASSWORD})
    assert answer.status_code == 302
    assert not Person.objects.filter(pk=visitor.pk).exists()
    assert Design.objects.filter(owner=alice.person).count() == 3
    assert Run.objects.filter(owner=alice.person).count() == 2


def test_logging_in_starts_a_new_session(alice: Someone) -> None:
    client = Client()
    client.get("/accounts/log-in/")
    session = client.session
    session["before"] = True
    session.save()
    client.cookies["sessionid"] = session.session_key
    client.post("/accounts/log-in/", {"username": "alice", "password": PASSWORD})
    assert client.session.session_key != session.session_key


def test_logging_out_leaves_nobody(alice: Someone) -> None:
    alice.client.post("/accounts/log-out/")
    assert alice.client.get("/designs/").context["designs"] == []


@pytest.mark.parametrize(
    ("name", "password", "field"),
    [("", PASSWORD, "username"), ("a b", PASSWORD, "username"), ("dora", "123", "password"), ("dora", "", "password")],
)
def test_a_bad_sign_up_is_refused_beside_its_field(client: Client, name: str, password: str, field: str) -> None:
    answer = client.post("/accounts/sign-up/", {"username": name, "password": password})
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert User.objects.count() == 0


def test_a_taken_name_is_refused_whatever_its_case(client: Client, alice: Someone) -> None:
    answer = client.post("/accounts/sign-up/", {"username": "ALICE", "password": PASSWORD})
    assert "taken" in str(answer.context["form"].errors)


def test_a_wrong_password_says_no_more_than_needed(client: Client, alice: Someone) -> None:
    wrong = client.post("/accounts/log-in/", {"username": "alice", "password": "wrong"})
    unknown = client.post("/accounts/log-in/", {"username": "nobody", "password": "wrong"})
    assert wrong.status_code == unknown.status_code == 422
    assert wrong.context["form"].errors == unknown.context["form"].errors


def test_guessing_passwords_is_stopped(client: Client, alice: Someone) -> None:
    statuses = [
        client.post("/accounts/log-in/", {"username": "alice", "password": f"guess {number}"}).status_code
        for number in range(25)
    ]
    assert statuses[0] == 422
    assert statuses[-1] == 429


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_nobody_is_sent_to_another_site(client: Client, alice: Someone, target: str) -> None:
    answer = client.post("/accounts/log-in/", {"username": "alice", "password": PASSWORD, "next": target})
    assert answer.headers["Location"] == "/designs/"


def test_the_tour_comes_by_itself_until_it_was_seen_or_skipped(client: Client) -> None:
    person = visit(client)
    path = f"/designs/{Design.objects.get(owner=person).pk}/"
    assert "data-tour-first" in client.get(path).content.decode()
    assert client.post("/accounts/tour/").status_code == 204
    first = Person.objects.get(pk=person.pk).toured
    assert first is not None
    assert "data-tour-first" not in client.get(path).content.decode()
    client.post("/accounts/tour/")
    assert Person.objects.get(pk=person.pk).toured == first


def test_where_machines_are_tried_out_the_tour_waits_to_be_asked_for(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "HAS_FIRST_TOUR", False)
    path = f"/designs/{Design.objects.get(owner=visit(client)).pk}/"
    page = client.get(path).content.decode()
    assert "data-tour=" in page
    assert "data-tour-first" not in page
