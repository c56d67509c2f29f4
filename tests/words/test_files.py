"""The files of translators are complete, fit what they translate, and are up to date with the sources."""

from __future__ import annotations

import re

import pytest
from babel.messages.catalog import Catalog, Message

from words.files import brought_up_to_date, file_of, languages, text_of
from words.sources import DOMAINS

EVERY = [(language, domain) for language in languages() for domain in DOMAINS]
PLACES = re.compile(r"%\(\w+\)s|%%|(?<!\$)\{\w+\}|</?[a-z]+\b[^>]*>")


@pytest.mark.parametrize(("language", "domain"), EVERY)
def test_a_file_is_what_the_sources_say_now(language: str, domain: str) -> None:
    now = text_of(brought_up_to_date(language, domain))
    assert file_of(language, domain).read_text() == now, "run `make words`, and translate what is new"


@pytest.mark.parametrize(("language", "domain"), EVERY)
def test_nothing_is_left_untranslated_or_in_doubt(language: str, domain: str) -> None:
    left = [each.id for each in _messages(language, domain) if each.fuzzy or not all(_texts(each.string))]
    assert not left


@pytest.mark.parametrize(("language", "domain"), EVERY)
def test_a_translation_has_the_places_and_the_markup_of_its_message(language: str, domain: str) -> None:
    astray = [each.id for each in _messages(language, domain) if not _fits(each)]
    assert not astray


@pytest.mark.parametrize(("language", "domain"), EVERY)
def test_blanks_at_the_ends_stay_where_they_join_texts(language: str, domain: str) -> None:
    astray = [
        each.id
        for each in _messages(language, domain)
        if isinstance(each.id, str) and isinstance(each.string, str) and _ends(each.id) != _ends(each.string)
    ]
    assert not astray


def test_a_lost_place_would_be_seen() -> None:
    assert _fits(Message("%(n)s of <b>{all}</b>", "<b>{all}</b>: %(n)s"))
    assert not _fits(Message("%(n)s of {all}", "%(n)s von"))
    assert not _fits(Message("a <b>word</b>", "ein <i>Wort</i>"))


def _fits(message: Message) -> bool:
    """One of several forms may leave out its number: "in seed", "a run"."""
    wanted = [sorted(PLACES.findall(each)) for each in _texts(message.id)]
    return all(sorted(PLACES.findall(each)) in wanted for each in _texts(message.string) if each)


def _texts(text: str | list[str] | tuple[str, ...] | None) -> list[str]:
    return [text or ""] if isinstance(text, str | None) else list(text)


def _ends(text: str) -> tuple[bool, bool]:
    return text[:1].isspace(), text[-1:].isspace()


def _messages(language: str, domain: str) -> list[Message]:
    catalogue: Catalog = brought_up_to_date(language, domain)
    return [each for each in catalogue if each.id]
