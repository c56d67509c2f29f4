"""Versions with names, and parts of designs that somebody keeps."""

from __future__ import annotations

import json
from typing import Any

import pytest

from apps.designs import actions
from apps.designs.models import Block, Design, Revision
from tests import tiny
from tests.apps import made
from tests.people import Someone

pytestmark = pytest.mark.django_db


def saved(design: Design, count: int, first: int = 1) -> None:
    for version in range(first, first + count):
        actions.save_document(design, version, json.dumps(tiny.document(name=f"v{version + 1}")).encode())


def keep(alice: Someone, sent: Any) -> Any:
    return alice.client.post("/blocks/", json.dumps(sent), content_type="application/json")


def test_a_named_version_is_kept_while_others_go(alice: Someone) -> None:
    design = made.design(alice.person)
    saved(design, 2)
    answer = alice.client.post(f"/designs/{design.pk}/versions/2/", {"name": " Before the cache "})
    assert [(each["version"], each["name"]) for each in answer.json()["versions"]] == [(3, ""), (2, "Before the cache")]
    saved(design, 60, first=3)
    kept = alice.client.get(f"/designs/{design.pk}/versions/").json()
    assert kept["newest"] == 63
    assert [each["version"] for each in kept["versions"]] == [*range(63, 13, -1), 2]
    document = alice.client.get(f"/designs/{design.pk}/versions/2/").json()
    assert (document["name"], document["document"]["name"]) == ("Before the cache", "v2")


def test_an_old_version_goes_with_its_name(alice: Someone) -> None:
    design = made.design(alice.person)
    saved(design, 1)
    alice.client.post(f"/designs/{design.pk}/versions/2/", {"name": "First"})
    saved(design, 60, first=2)
    alice.client.post(f"/designs/{design.pk}/versions/2/", {"name": ""})
    assert not Revision.objects.filter(design=design, version=2).exists()
    assert alice.client.get(f"/designs/{design.pk}/versions/2/").status_code == 404


def test_names_have_an_end_and_so_have_their_numbers(alice: Someone, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "NAMED_MOST", 1)
    design = made.design(alice.person)
    saved(design, 2)
    path = f"/designs/{design.pk}/versions"
    assert alice.client.post(f"{path}/2/", {"name": "x" * 81}).status_code == 422
    assert alice.client.post(f"{path}/2/", {"name": "First"}).status_code == 200
    assert alice.client.post(f"{path}/2/", {"name": "First again"}).status_code == 200
    refused = alice.client.post(f"{path}/3/", {"name": "Second"})
    assert refused.status_code == 422
    assert "take a name away" in refused.json()["errors"][0]["message"]


def test_a_block_is_kept_read_and_deleted(alice: Someone, bob: Someone) -> None:
    document = tiny.document()
    listed = keep(alice, {"name": "Pair", "document": document}).json()["blocks"]
    assert [each["name"] for each in listed] == ["Pair"]
    path = f"/blocks/{listed[0]['id']}/"
    assert alice.client.get(path).json()["document"] == document
    assert bob.client.get(path).status_code == 404
    assert bob.client.get("/blocks/").json() == {"blocks": []}
    assert alice.client.post(f"{path}delete/").json() == {"blocks": []}


@pytest.mark.parametrize(
    ("sent", "word"),
    [
        ([], "name"),
        ({"name": "  ", "document": {}}, "name"),
        ({"name": "a\nb", "document": {}}, "name"),
        ({"name": "x"}, "mapping"),
        ({"name": "x", "document": {"format": 1, "name": "x"}}, "at least one component"),
        ({"name": "x", "document": tiny.document(description="y" * 3_000_000)}, "long"),
    ],
)
def test_what_cannot_be_kept_is_refused_in_words(alice: Someone, sent: Any, word: str) -> None:
    answer = keep(alice, sent)
    assert answer.status_code == 422
    assert word in answer.json()["errors"][0]["message"]
    assert Block.objects.count() == 0


def test_nobody_keeps_more_than_there_is_room_for(alice: Someone, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "BLOCKS_MOST", 1)
    assert keep(alice, {"name": "One", "document": tiny.document()}).status_code == 200
    assert "delete one" in keep(alice, {"name": "Two", "document": tiny.document()}).json()["errors"][0]["message"]
