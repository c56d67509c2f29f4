"""Pages of designs: whole for a visit, a fragment for htmx, and never mistaken for one another by a cache."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests import tiny
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


def _estimate(alice: Someone, body: object, at: str = "mean") -> tuple[int, dict[str, Any]]:
    design = made.design(alice.person)
    path = f"/designs/{design.pk}/estimate/?at={at}"
    answer = alice.client.post(path, body, content_type="application/json")
    return answer.status_code, answer.json()


def test_a_document_is_estimated_without_being_saved(alice: Someone) -> None:
    status, estimated = _estimate(alice, tiny.document(rate_per_s=75.0))
    assert status == 200
    assert estimated["offered_per_s"] == 75.0
    assert set(estimated["components"]) == {"viewers", "service"}
    assert estimated["classes"]["play"]["latency_s"]["p99"] > 0.0


def test_mean_and_peak_may_be_asked_for_and_nothing_else(alice: Someone) -> None:
    ramp = {"source": "viewers", "shape": "ramp", "parameters": {"from_per_s": 0, "to_per_s": 20}}
    document = tiny.document(workload={"duration": 60, "traffic": [ramp]})
    assert [_estimate(alice, document, at)[1]["offered_per_s"] for at in ("mean", "peak")] == [10.0, 20.0]
    assert _estimate(alice, document, "noon")[0] == 422


@pytest.mark.parametrize("body", ['{"format": 1}', "[", "", '"' + "x" * 4_100_000 + '"', "x" * 4_300_000])
def test_what_could_not_be_run_is_not_estimated_and_says_why(alice: Someone, body: str) -> None:
    status, answer = _estimate(alice, body)
    assert status == 422
    assert answer["errors"][0]["message"]


def test_a_design_that_is_unfinished_says_what_is_missing(alice: Someone) -> None:
    status, answer = _estimate(alice, tiny.document(connections=[]))
    assert status == 422
    assert "Connect" in answer["errors"][0]["message"]


def test_a_design_that_would_keep_the_page_waiting_is_not_estimated(alice: Someone) -> None:
    calls = [tiny.connection("viewers", "service", id=f"call{number}") for number in range(2_001)]
    status, answer = _estimate(alice, tiny.document(connections=calls))
    assert status == 422
    assert "2,001 connections are too many" in answer["errors"][0]["message"]


def test_asking_without_end_is_held_back(alice: Someone, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("apps.designs.views.is_too_often", lambda *_: True)
    status, answer = _estimate(alice, tiny.document())
    assert status == 422
    assert "wait a moment" in answer["errors"][0]["message"]


def test_the_catalogue_is_served_in_the_language_that_the_address_names(client: Client) -> None:
    german = client.get("/catalogue.json?language=de")
    assert german["Content-Language"] == "de"
    assert german["ETag"] != client.get("/catalogue.json?language=en")["ETag"]
    labels = {each["name"]: each["label"] for each in german.json()["components"]}
    assert labels["relational_database"] == "Relationale Datenbank"


def test_a_catalogue_without_a_language_varies_with_what_chooses_it(client: Client) -> None:
    answer = client.get("/catalogue.json", headers={"Accept-Language": "de"})
    assert answer["Content-Language"] == "de"
    assert {"Accept-Language", "Cookie"} <= set(answer["Vary"].split(", "))
    assert client.get("/catalogue.json?language=tlh")["Content-Language"] == "en"


def test_a_catalogue_that_has_not_changed_is_not_sent_again(client: Client) -> None:
    tag = client.get("/catalogue.json?language=en")["ETag"]
    again = client.get("/catalogue.json?language=en", headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get("/catalogue.json?language=de", headers={"If-None-Match": tag}).status_code == 200
