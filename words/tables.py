"""What the running site reads: a .mo file for the server and a small script with a table for the browser."""

from __future__ import annotations

import json
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from words.files import file_of, languages, read
from words.sources import ROOT

SCRIPTS = ROOT / "static" / "words"


def build() -> None:
    """Writes the tables of every language."""
    SCRIPTS.mkdir(exist_ok=True)
    for language in languages():
        with file_of(language, "django").with_suffix(".mo").open("wb") as file:
            write_mo(file, read(language, "django"))
        (SCRIPTS / f"{language}.js").write_text(script_of(read(language, "djangojs")))


def script_of(catalogue: Catalog) -> str:
    """The table as a script: gettext's rule of plurals is an expression that JavaScript reads as it is."""
    said = json.dumps(table_of(catalogue), ensure_ascii=False, separators=(",", ":"))
    return f"globalThis.backlotWords={{plural:n=>Number({catalogue.plural_expr}),said:{said}}};\n"


def table_of(catalogue: Catalog) -> dict[str, Any]:
    """Translations by message, lists of forms by the message for one; what is not translated yet is left out."""
    translated = [each for each in catalogue if each.id and each.string and not each.fuzzy]
    return {each.id if isinstance(each.id, str) else each.id[0]: each.string for each in translated}
