"""The gettext files under locale/: read, brought up to date with the sources, written in one fixed form."""

from __future__ import annotations

import io
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from words.sources import DOMAINS, ROOT

LOCALE = ROOT / "locale"


def languages() -> list[str]:
    """Every language that has files; English needs none."""
    return sorted(folder.name for folder in LOCALE.iterdir() if (folder / "LC_MESSAGES").is_dir())


def file_of(language: str, domain: str) -> Path:
    """Where the messages of one language and domain are kept."""
    return LOCALE / language / "LC_MESSAGES" / f"{domain}.po"


def read(language: str, domain: str) -> Catalog:
    """The messages as they are kept; empty if there is no file yet."""
    file = file_of(language, domain)
    if not file.exists():
        return Catalog(locale=language)
    with file.open("rb") as text:
        return read_po(text, locale=language, domain=domain)


def brought_up_to_date(language: str, domain: str) -> Catalog:
    """What is kept, with what the sources say now: new messages are empty, and those that are gone are dropped."""
    kept, found = read(language, domain), DOMAINS[domain]()
    kept.update(found, no_fuzzy_matching=True)
    kept.obsolete.clear()
    return kept


def text_of(catalogue: Catalog) -> str:
    """The text of a file: sorted, without dates, so that equal messages give equal files."""
    written = io.BytesIO()
    write_po(written, catalogue, width=120, sort_output=True, include_lineno=False, omit_header=True)
    return _header(catalogue) + written.getvalue().decode()


def update() -> None:
    """Writes every file of every language anew."""
    for language in languages():
        for domain in DOMAINS:
            file_of(language, domain).write_text(text_of(brought_up_to_date(language, domain)))


def _header(catalogue: Catalog) -> str:
    fields = {
        "Language": catalogue.locale_identifier,
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": catalogue.plural_forms,
    }
    lines = "".join(f'"{name}: {value}\\n"\n' for name, value in fields.items())
    return f'msgid ""\nmsgstr ""\n{lines}\n'
