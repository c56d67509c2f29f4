"""The report as a file of its own: it needs nothing, loads nothing, and says what the page says."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from django.conf import settings

from apps.runs.formats.report_html import write
from apps.runs.models import Run
from tests.people import Someone

pytestmark = pytest.mark.django_db(transaction=True)
VOID = {"meta", "br", "img", "input", "link", "hr", "rect", "path", "line"}


class Balance(HTMLParser):
    """Notes tags that are not closed, and every attribute."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag


def test_the_file_stands_by_itself(done: Run) -> None:
    text = write(done).decode()
    parser = Balance()
    parser.feed(text)
    assert parser.open == []
    names = {name for _, name, _ in parser.attributes}
    assert not {"src", "srcset", "action", "style"} & names
    assert not [name for name in names if name.startswith(("hx-", "on"))]
    assert not {tag for tag, _, _ in parser.attributes} & {"script", "link", "iframe", "form", "img"}
    assert not re.search(r"url\((?!#)|@import|@font-face", text)
    links = [value for tag, name, value in parser.attributes if tag == "a" and name == "href"]
    assert links
    assert [link for link in links if not link.startswith(settings.ADDRESS)] == []


def test_it_says_what_the_page_says_and_prints(done: Run) -> None:
    text = write(done).decode()
    for shown in ("What limits this design", "Latency", done.result_digest, "Requests a second", "@media print"):
        assert shown in text
    assert "&lt;the&gt; store" in text
    assert "<the> store" not in text
    assert text.count("<polyline") == 7


def test_the_report_offers_the_files(alice: Someone, done: Run) -> None:
    page = alice.client.get(f"/runs/{done.pk}/report/").content.decode()
    for name in ("otlp", "csv", "openmetrics", "html"):
        assert f"/runs/{done.pk}/as/{name}/" in page
    saved = alice.client.get(f"/runs/{done.pk}/as/html/")
    assert "attachment" in saved["Content-Disposition"]
    assert "sandbox" in saved["Content-Security-Policy"]
    assert "Take it with you" not in saved.content.decode()
