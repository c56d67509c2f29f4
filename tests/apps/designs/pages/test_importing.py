"""What nobody can know is asked for before anything is made."""

from __future__ import annotations

import re

import pytest

from apps.designs.actions import DESIGNS_MOST
from apps.designs.models import Design
from tests.apps import made
from tests.people import Someone

pytestmark = pytest.mark.django_db
TEXT = """services:
  web:
    build: .
    ports: ["80:80"]
    environment: {CACHE: "redis://cache:6379", DB: "postgres://db/x"}
    depends_on: [thing]
  cache: {image: redis}
  db: {image: postgres}
  thing: {image: acme/thing}
"""


def post(someone: Someone, **data: object) -> tuple[int, str]:
    answer = someone.client.post("/designs/import/", {"text": TEXT, **data})
    return answer.status_code, answer.content.decode()


def answers(page: str) -> dict[str, str]:
    """What the page would send as it stands."""
    sent = {"step": "make", "importer": "compose"}
    for name, value in re.findall(r'<input id="(\w+)" name="\w+" value="([^"]*)"', page):
        sent[name] = value
    for field in re.findall(r'<input type="checkbox" id="(\w+)"[^>]* checked', page):
        sent[field] = "1"
    for field, options in re.findall(r'<select id="([\w-]+)".*?>(.*?)</select>', page, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options)
        sent[field] = chosen.group(1) if chosen else ""
    return sent


def test_the_page_shows_what_was_understood_and_makes_nothing(alice: Someone) -> None:
    status, page = post(alice)
    assert status == 200
    assert Design.objects.count() == 0
    reasons = ("the image redis keeps answers in memory", "it is built from a folder", "CACHE names it")
    for shown in (*reasons, "perhaps no call", "nothing in the file says what it is"):
        assert shown in page
    assert answers(page)["kind_3"] == ""


def test_an_open_question_is_asked_again_with_everything_else_kept(alice: Someone) -> None:
    _, page = post(alice)
    status, again = post(alice, **answers(page) | {"name": "Mine", "kind_0": "monolith"})
    assert status == 422
    assert 'href="#kind_3"' in again
    assert answers(again)["kind_0"] == "monolith"
    assert answers(again)["name"] == "Mine"
    assert Design.objects.count() == 0


def test_answered_it_becomes_a_design_that_says_what_it_came_from(alice: Someone) -> None:
    _, page = post(alice)
    answer = alice.client.post("/designs/import/", {"text": TEXT, **answers(page), "kind_3": "store", "rate": "12,5"})
    design = Design.objects.get()
    assert answer.headers["Location"] == f"/designs/{design.pk}/"
    assert design.came_from == "Imported from a docker-compose file"
    assert [each["type"] for each in design.document["components"]] == [
        "traffic_source", "service", "cache", "relational_database", "store",
    ]  # fmt: skip
    assert design.document["workload"]["traffic"][0]["parameters"]["rate_per_s"] == 12.5
    assert {each["to"]: each.get("on_miss") for each in design.document["connections"]}["db"] == "cache"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"rate": "many"}, "requests a second"),
        ({"rate": "nan"}, "requests a second"),
        ({"name": "  "}, "Give the design a name"),
        ({"kind_3": "nothing_known"}, "Choose what “thing” is"),
        ({"entry_0": ""}, "at least one that viewers call"),
        ({f"kind_{n}": "-" for n in range(4)}, "Keep at least one"),
        ({"kind_0": "relational_database"}, 'href="#call_'),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_made(alice: Someone, changed: dict[str, str], said: str) -> None:
    _, page = post(alice)
    status, again = post(alice, **answers(page) | {"kind_3": "store"} | changed)
    assert status == 422
    assert said in again
    assert Design.objects.count() == 0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Paste the text"),
        ("hello", "This is none of these"),
        ("services:\n  a: {image: [}", "Line 2: This is not YAML"),
        ("x" * 200_001, "within 200 kB"),
        ('{"format": 1}', "name"),
    ],
)
def test_bad_text_is_said_at_its_place(alice: Someone, text: str, said: str) -> None:
    status, page = post(alice, text=text)
    assert status == 422
    assert said in page
    assert Design.objects.count() == 0


def test_who_has_all_designs_there_may_be_is_told_so(alice: Someone) -> None:
    first = made.design(alice.person)
    Design.objects.bulk_create(
        Design(owner=alice.person, name="x", document=first.document) for _ in range(DESIGNS_MOST - 1)
    )
    status, page = post(alice, text=alice.client.get(f"/designs/{first.pk}/as/yaml/").content.decode())
    assert status == 422
    assert f"You have {DESIGNS_MOST} designs" in page
