"""The page on how true the model is shows the record, whole or in part."""

from __future__ import annotations

import html
import json
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

pytestmark = pytest.mark.django_db

RECORD: dict[str, Any] = json.loads((settings.ROOT / "docs" / "engine" / "validation.json").read_text())


def _page(client: Client, query: str = "", **headers: str) -> str:
    answer = client.get(f"/fidelity/{query}", headers=headers)
    assert answer.status_code == 200
    return html.unescape(answer.content.decode())


def test_the_page_holds_every_row_with_its_numbers(client: Client) -> None:
    page = _page(client)
    for row in RECORD["rows"]:
        assert f'id="{row["number"]}"' in page
        for text in (row["title"], row["setup"], row["source"], row["note"]):
            assert text in page
        for check in row["checks"]:
            for name in ("what", "band_text", "expected_text", "measured_text", "interval_text", "verdict"):
                assert check.get(name, "") in page
    assert all(what in page and consequence in page for what, consequence in RECORD["left_out"])
    assert all(reason in page for reason in RECORD["later"].values())
    assert "64 buckets an octave" in page
    assert "0.78" in page


def test_the_mechanisms_are_told_in_their_own_words(client: Client) -> None:
    page = _page(client)
    headings = [
        line.removeprefix("## ")
        for line in (settings.ROOT / "docs" / "engine" / "mechanisms.md").read_text().splitlines()
        if line.startswith("## ")
    ]
    assert len(headings) > 6
    assert all(f"<summary>{each}</summary>" in page for each in headings)


def test_rows_are_chosen_by_section_and_verdict(client: Client) -> None:
    queues = [row["number"] for row in RECORD["rows"] if row["section"] == "3A"]
    others = [row["number"] for row in RECORD["rows"] if row["section"] != "3A"]
    page = _page(client, "?section=3A&sort=title")
    assert all(f'id="{number}"' in page for number in queues)
    assert not any(f'id="{number}"' in page for number in others)
    assert _page(client, "?section=nonsense&verdict=<script>&sort=1").count("<article") == len(RECORD["rows"])


def test_htmx_gets_the_rows_alone(client: Client) -> None:
    page = _page(client, "?section=3C", **{"HX-Request": "true"})
    assert "<html" not in page
    assert 'id="rows"' in page
    assert 'id="V34"' in page


def test_other_pages_lead_there(client: Client) -> None:
    assert 'href="/fidelity/"' in client.get("/").content.decode()
