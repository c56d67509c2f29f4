"""The way of a newcomer to a scenario of their own: nowhere do they end before a closed door."""

from __future__ import annotations

import re

import pytest

from apps.authoring import actions
from apps.authoring.models import Authored
from tests.people import PASSWORD, Someone

pytestmark = pytest.mark.django_db


def test_a_newcomer_is_told_what_it_takes_and_is_led_there_and_back(nobody: Someone) -> None:
    client = nobody.client
    assert 'href="/authoring/"' in client.get("/").content.decode()
    assert 'href="/authoring/"' in client.get("/classes/").content.decode()
    welcome = client.get("/authoring/").content.decode()
    assert "It takes an account, and nothing else" in welcome
    links = re.findall(r'href="([^"]*next=[^"]*)"', welcome)
    assert links == ["/accounts/sign-up/?next=/authoring/", "/accounts/log-in/?next=/authoring/"]
    beside = client.get(links[1]).content.decode()
    assert 'href="/accounts/sign-up/?next=/authoring/"' in beside, "who has no account yet does not lose the way"
    entered = client.post("/accounts/sign-up/", {"username": "nora", "password": PASSWORD, "next": "/authoring/"})
    assert entered["Location"] == "/authoring/"
    assert "You have written none yet" in client.get("/authoring/").content.decode()


def test_who_got_a_link_sees_what_it_is_before_they_sign_up(nobody: Someone, alice: Someone) -> None:
    Authored.objects.create(owner=alice.person, title="The night shift", files={}, share="a-link")
    page = nobody.client.get("/authoring/shared/a-link/").content.decode()
    assert "The night shift" in page
    assert 'href="/accounts/sign-up/?next=/authoring/shared/a-link/"' in page
    assert "<form" not in page.split("<main", 1)[1].split("</main>", 1)[0]
    sent = nobody.client.post("/authoring/shared/a-link/")
    assert sent["Location"] == "/accounts/sign-up/?next=%2Fauthoring%2Fshared%2Fa-link%2F"


def test_the_points_of_a_curve_are_shown_and_come_back(alice: Someone) -> None:
    assert alice.person is not None
    draft = actions.begin(alice.person, "mini-streaming")
    page, address = alice.client.get(f"/authoring/{draft.pk}/").content.decode(), f"/authoring/{draft.pk}/"
    source = re.search(r'name="experiments\.0\.traffic\.0\.source"[^>]*>.*?value="([^"]+)"', page, re.DOTALL)
    assert source is not None
    name = "experiments.0.traffic.0"
    first = {f"{name}.source": source[1], f"{name}.shape": "replay", "experiments.0.name": "evening"}
    again = first | {f"{name}.p.points": "0 5, 10 80", "experiments.0.duration": "120 s"}
    alice.client.post(address, first | {"version": draft.version})
    draft.refresh_from_db()
    assert "0 50, 60 200, 120 50" in alice.client.get(address).content.decode()
    alice.client.post(address, again | {"version": draft.version})
    assert 'value="0 5, 10 80"' in alice.client.get(address).content.decode()
