"""In a made-up language every word stands in brackets, so that what nobody can translate stands out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from django.conf import settings
from django.test import override_settings

from tests.apps import made
from tests.people import Someone
from words.sources import server_words

MADE_UP = "eo"
"""Any language that Django knows by name and Backlot does not speak."""
READ_OUT = ("aria-label", "title", "placeholder", "alt")
UNSEEN = frozenset({"script", "style", "svg", "code", "textarea", "option", "time"})
ALONE = frozenset({"meta", "link", "input", "br", "img", "hr", "path", "use", "rect", "polyline", "circle", "line"})
MARKED = re.compile(r"⟦[^⟦⟧]*⟧")
# Names, units and abbreviations are the same in every language.
SAME = re.compile(
    r"\b(Backlot|alice|Deutsch|English|docs|JSON|YAML|CSV|p50|p95|p99|UTC|kbit|Mbit|Gbit|make|validate)\b"
)
WORD = re.compile(r"[A-Za-z]{3,}[^⟦⟧\n]*")
PAGES = (
    "/",
    "/designs/",
    "/designs/import/",
    "/learn/",
    "/interviews/",
    "/interviews/join/",
    "/classes/",
    "/classes/join/",
    "/lectures/",
    "/lectures/join/",
    "/authoring/",
    "/gallery/",
    "/links/",
    "/history/",
    "/nowhere/",
)


class Reader(HTMLParser):
    """What people read of a page, outside of what is said to be in another language."""

    def __init__(self) -> None:
        super().__init__()
        self.read_out: list[str] = []
        self.text = ""
        self.open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        is_other = tag in UNSEEN or named.get("lang", MADE_UP) != MADE_UP
        if not self.is_other() and not is_other:
            self.read_out += [named[name] or "" for name in READ_OUT if name in named]
        if tag not in ALONE:
            self.open.append((tag, is_other))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        self.text += "\n" if self.is_other() else data

    def is_other(self) -> bool:
        """Whether what comes now lies in something that is not of the page's language, or not read as text."""
        return any(is_other for _, is_other in self.open)


@pytest.fixture
def _made_up(tmp_path: Path) -> Iterator[None]:
    """A language whose words are the English ones in brackets."""
    words = Catalog(locale=MADE_UP)
    for message in server_words():
        if message.id:
            ids = [message.id] if isinstance(message.id, str) else list(message.id)
            said = [f"⟦{each}⟧" for each in ids]
            words.add(message.id, said[0] if isinstance(message.id, str) else said, context=message.context)
    folder = tmp_path / MADE_UP / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with (folder / "django.mo").open("wb") as file:
        write_mo(file, words)
    languages = [*settings.LANGUAGES, (MADE_UP, "⟦⟧")]
    with override_settings(LANGUAGES=languages, LOCALE_PATHS=[tmp_path]):
        yield


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.usefixtures("_made_up")
def test_a_page_has_no_words_that_cannot_be_translated(alice: Someone, page: str) -> None:
    assert not _strays(alice, page)


@pytest.mark.usefixtures("_made_up")
def test_the_editor_the_run_and_its_report_have_none_either(alice: Someone) -> None:
    design = made.design(alice.person, name="alice")
    run = made.run(alice.person, design, name="alice")
    for page in (f"/designs/{design.pk}/", f"/runs/{run.pk}/"):
        assert not _strays(alice, page), page


def test_a_word_without_brackets_would_be_seen() -> None:
    assert _unmarked('<h1 title="Hello there">⟦Hi⟧</h1>') == ["Hello there"]
    assert _unmarked("<p>⟦Join <a>one⟧</a> or ⟦⟦leave⟧⟧ here</p>") == ["here"]
    assert not _unmarked('<p lang="en">Hello there</p>')


def _strays(who: Someone, page: str) -> list[str]:
    who.client.cookies[settings.LANGUAGE_COOKIE_NAME] = MADE_UP
    answer = who.client.get(page)
    assert answer.status_code in (200, 404)
    return _unmarked(answer.content.decode())


def _unmarked(html: str) -> list[str]:
    reader = Reader()
    reader.feed(html)
    left = []
    for text in [reader.text, *reader.read_out]:
        while MARKED.search(text):
            text = MARKED.sub(" ⁃ ", text)
        left += [found.split("⁃")[0].strip() for found in WORD.findall(SAME.sub("", text))]
    return left
