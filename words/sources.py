"""Finds the words of the interface where they are written: templates, Python, TypeScript and the catalogue.

There are two domains, as Django names them: `django` for what the server says, `djangojs` for what the browser says.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from django.utils.translation.template import templatize

from content.discovery import step_types
from content.item import KINDS
from engine.catalogue import catalogue_json
from words.catalogue import texts_of

ROOT = Path(__file__).resolve().parents[1]
CATALOGUE = "engine/catalogue.py"
PYTHON_ROOMS = ("apps", "sandbox")
Keywords = dict[str, tuple[int | tuple[int, str], ...] | None]
PYTHON_WORDS: Keywords = {
    "_": None,
    "t": None,
    "lazy": None,
    "gettext": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
STRING = r'"(?:[^"\\]|\\.)*"'
TEXT = rf"{STRING}(?:\s*\+\s*{STRING})*"
# Babel's reader of JavaScript loses its way in templates within templates; our calls all look alike.
BROWSER_WORDS = re.compile(rf"(?<![\w.])(?:t\(\s*({TEXT})|tn\(\s*({TEXT}),\s*({TEXT}))")
# One message: its file, its text (or texts, with a plural), its context.
Found = tuple[str, str | tuple[str, ...], str | None]


def server_words() -> Catalog:
    """What templates, Python and the catalogue say."""
    return _catalogue([*_templates(), *_python(), *_kinds()])


def browser_words() -> Catalog:
    """What TypeScript says."""
    files = sorted((ROOT / "frontend" / "src").rglob("*.ts"))
    return _catalogue(each for file in files for each in _typescript(file))


DOMAINS = {"django": server_words, "djangojs": browser_words}


def _templates() -> Iterator[Found]:
    for file in sorted((ROOT / "templates").rglob("*.html")):
        # What is left of a template is read as Python, where the indentation of HTML means nothing.
        lines = (line.strip() for line in templatize(file.read_text(), origin=str(file)).splitlines())
        yield from _in_file("\n".join(lines), file)


def _kinds() -> Iterator[Found]:
    """What kinds are called: of the catalogue, of steps and of items."""
    yield from ((CATALOGUE, text, None) for text in texts_of(catalogue_json()))
    yield from (("content/discovery.py", each.label, None) for each in step_types().values())
    yield from (("content/item.py", each.capitalize(), None) for each in KINDS)


def _python() -> Iterator[Found]:
    for file in sorted(each for room in PYTHON_ROOMS for each in (ROOT / room).rglob("*.py")):
        yield from _in_file(file.read_text(), file)


def _in_file(text: str, file: Path) -> Iterator[Found]:
    for _, message, _, context in extract("python", io.BytesIO(text.encode()), PYTHON_WORDS):
        yield file.relative_to(ROOT).as_posix(), message, context


def _typescript(file: Path) -> Iterator[Found]:
    name = file.relative_to(ROOT).as_posix()
    for plain, one, many in BROWSER_WORDS.findall(file.read_text()):
        yield name, _read(plain) if plain else (_read(one), _read(many)), None


def _read(text: str) -> str:
    """The value of strings that are added up."""
    return "".join(json.loads(each) for each in re.findall(STRING, text))


def _catalogue(found: Iterable[Found]) -> Catalog:
    """All that was found, each message once with the files that say it."""
    catalogue = Catalog(project="Backlot", charset="utf-8")
    for file, message, context in found:
        # Lines are left out: they move with every edit, and a difference would drown in them.
        catalogue.add(message, locations=[(file, 0)], context=context)
    return catalogue
