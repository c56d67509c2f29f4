"""The glossary as pages use it, and texts in which its words can be opened."""

from __future__ import annotations

import functools
import re
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from apps.common.markdown import html_of
from content.terms import Glossary, Term, read_glossary
from content.trying import Number, estimated

__all__ = ["Glossary", "Number", "Term"]

TAG = re.compile(r"(<[^>]*>)")
# Inside of these a word is a name, a heading, or leads somewhere already.
CLOSED = {"a", "code", "pre", "h2", "h3", "h4", "th"}


def glossary() -> Glossary:
    """All terms, read once by each process."""
    return _read_once(settings.CONTENT)


def term_of(slug: str) -> Term | None:
    """The term of an address."""
    return glossary().by_slug(slug)


def curves(slug: str) -> list[dict[str, Number]]:
    """The figures of an experiment by estimate at every position: some tens of milliseconds, once a process."""
    return _curves(settings.CONTENT, slug)


def explained(text: str, but: str = "") -> SafeString:
    """The HTML of a text as `html_of` gives it, in which the first use of each term leads to it (`but` is left out)."""
    return _explained(settings.CONTENT, text, but)


@functools.cache
def _read_once(folder: Path) -> Glossary:
    return read_glossary(folder)


@functools.lru_cache(maxsize=500)
def _curves(folder: Path, slug: str) -> list[dict[str, Number]]:
    term = _read_once(folder).by_slug(slug)
    assert term is not None
    assert term.trial is not None
    return estimated(term.trial)


@functools.cache
def _words(folder: Path) -> tuple[re.Pattern[str] | None, dict[str, Term]]:
    """What finds any written form in a text, the longest first, and the term of each in small letters."""
    forms = {word.lower(): term for term in _read_once(folder).terms for word in term.written}
    if not forms:
        return None, {}
    longest_first = sorted(forms, key=lambda word: (-len(word), word))
    found = "|".join(re.escape(word).replace(r"\ ", r"[\s-]+") for word in longest_first)
    return re.compile(rf"(?<![\w-])(?:{found})(?![\w-])", re.IGNORECASE), forms


@functools.lru_cache(maxsize=512)
def _explained(folder: Path, text: str, but: str) -> SafeString:
    pattern, forms = _words(folder)
    html = html_of(text)
    if pattern is None:
        return html
    met, depth, parts = {but}, 0, []
    for part in TAG.split(html):
        if part.startswith("<"):
            depth += _opens(part)
        elif not depth:
            part = pattern.sub(lambda found: _linked(found, forms, met), part)
        parts.append(part)
    # Cleaned before; what is put in are addresses of ours around words that stood there.
    return mark_safe("".join(parts))  # noqa: S308


def _opens(tag: str) -> int:
    """1 for a tag behind which nothing is marked, -1 for its end, 0 for all others."""
    name = re.split(r"[\s>/]", tag.lstrip("</"), maxsplit=1)[0]
    return 0 if name not in CLOSED else -1 if tag.startswith("</") else 1


def _linked(found: re.Match[str], forms: dict[str, Term], met: set[str]) -> str:
    word = found.group()
    term = forms.get(re.sub(r"[\s-]+", " ", word).lower()) or forms.get(word.lower())
    if term is None or term.slug in met:
        return word
    met.add(term.slug)
    return f'<a class="term" href="{reverse("term_page", args=[term.slug])}" data-term="{term.slug}">{word}</a>'


def matching(words: str) -> list[Term]:
    """The terms in whose name, forms or meaning all words stand; all of them when nothing is asked."""
    asked = words.lower().split()
    return [each for each in glossary().terms if all(word in _searched(each) for word in asked)]


def _searched(term: Term) -> str:
    return " ".join((*term.written, term.meaning, term.text)).lower()


def opened(term: Term) -> dict[str, Any]:
    """What a page says of a term."""
    related = [one for one in map(term_of, term.see) if one is not None]
    html = explained(term.text, term.slug) if term.text else ""
    return {"slug": term.slug, "name": term.name, "meaning": term.meaning, "html": html, "see": related}
