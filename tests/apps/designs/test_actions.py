"""Saving never overwrites somebody else's saving, and never keeps what cannot be read."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from apps.designs import actions
from apps.designs.models import Design, Revision
from apps.designs.queries import template_document, template_names
from engine.design.read import read_document
from tests import tiny
from tests.apps import made
from tests.people import Someone

pytestmark = pytest.mark.django_db


def put(someone: Someone, design: Design, document: object, version: object) -> object:
    body = document if isinstance(document, bytes) else json.dumps(document)
    return someone.client.put(
        f"/designs/{design.pk}/document/", body, content_type="application/json", headers={"If-Match": f'"{version}"'}
    )


def test_every_template_can_be_read() -> None:
    assert set(template_names()) >= {"empty", "mini-streaming"}
    for name in template_names():
        assert read_document(template_document(name))[0] is not None


def test_a_new_design_has_the_document_of_its_template(alice: Someone) -> None:
    answer = alice.client.post("/designs/", {"template": "mini-streaming"})
    stored = alice.client.get(answer.headers["Location"] + "document/")
    assert stored.json() == {"version": 1, "document": template_document("mini-streaming")}
    assert stored.headers["ETag"] == '"1"'


@pytest.mark.parametrize("template", ["", "../secret", "mini-streaming.yaml", "x" * 100])
def test_a_template_that_does_not_exist_is_refused(alice: Someone, template: str) -> None:
    assert alice.client.post("/designs/", {"template": template}).status_code == 422
    assert Design.objects.count() == 0


def test_saving_gives_the_next_version_and_names_what_keeps_it_from_running(alice: Someone) -> None:
    design = made.design(alice.person)
    document = tiny.document(name="Better", workload={"duration": 10, "traffic": []})
    answer = put(alice, design, document, 1)
    assert answer.status_code == 200
    assert answer.json()["version"] == 2
    assert answer.json()["problems"]
    design.refresh_from_db()
    assert (design.name, design.document, design.version) == ("Better", document, 2)


def test_saving_over_a_version_that_is_gone_changes_nothing_and_gives_the_newest(alice: Someone) -> None:
    design = made.design(alice.person)
    newest = tiny.document(name="First")
    put(alice, design, newest, 1)
    answer = put(alice, design, tiny.document(name="Second"), 1)
    assert answer.status_code == 409
    assert answer.json() == {"version": 2, "document": newest}


@pytest.mark.parametrize("version", ["", "x", "-1", "1.5", "99999999999999999999"])
def test_saving_without_saying_which_version_is_refused(alice: Someone, version: str) -> None:
    design = made.design(alice.person)
    assert put(alice, design, tiny.document(), version).status_code == 422


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"null",
        b"\xff\xfe",
        b'{"format": 1, "name": "\\u0000"}',
        b'{"format": NaN}',
        b"[" * 100_000,
        json.dumps(tiny.document(components=[{"id": "x", "type": "unheard_of"}])).encode(),
        b" " * 4_000_001,
        b" " * 4_300_000,
    ],
)
def test_a_document_that_cannot_be_read_is_refused_with_paths_and_sentences(alice: Someone, body: bytes) -> None:
    design = made.design(alice.person)
    answer = put(alice, design, body, 1)
    assert answer.status_code == 422
    assert all(error["message"] and isinstance(error["path"], str) for error in answer.json()["errors"])
    design.refresh_from_db()
    assert design.version == 1


def test_the_last_fifty_revisions_are_kept(alice: Someone) -> None:
    design = made.design(alice.person)
    for version in range(1, 61):
        actions.save_document(design, version, json.dumps(tiny.document(name=f"v{version + 1}")).encode())
    kept = list(Revision.objects.filter(design=design).order_by("version").values_list("version", "document__name"))
    assert kept == [(version, f"v{version}") for version in range(12, 62)]


def test_deleting_a_design_keeps_its_runs(alice: Someone) -> None:
    run = made.run(alice.person)
    assert alice.client.post(f"/designs/{run.design_id}/delete/").status_code == 302
    assert Design.objects.count() == 0
    assert alice.client.get(f"/runs/{run.pk}/document.json").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_of_many_who_save_at_once_exactly_one_wins(alice: Someone) -> None:
    design = made.design(alice.person)

    def save(number: int) -> object:
        try:
            return actions.save_document(design, 1, json.dumps(tiny.document(name=f"tab {number}")).encode())
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(save, range(16)))
    winners = [outcome for outcome in outcomes if isinstance(outcome, actions.Saved)]
    losers = [outcome for outcome in outcomes if isinstance(outcome, actions.Stale)]
    assert (len(winners), len(losers)) == (1, 15)
    design.refresh_from_db()
    assert all(loser.document == design.document for loser in losers)
