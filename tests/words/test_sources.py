"""Words are found where they are written."""

import re
from pathlib import Path

import pytest

from tests.house.tree import name_of, typescript_files
from words import sources


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A house with one template, one Python file and one of TypeScript."""
    monkeypatch.setattr(sources, "ROOT", tmp_path)
    texts = {
        "templates/page.html": "{% load i18n %}\n  <p>{% translate 'Lessons' %}</p>\n"
        "    {% blocktranslate count n=n trimmed %}\n      One run\n    {% plural %}\n"
        "  {{ n }} runs\n{% endblocktranslate %}",
        "apps/views.py": 'TOO_OFTEN = _("Wait a little.")\nplain = "Not for people"\n',
        "frontend/src/panel.ts": 't("Undo");\n tn("{count} note", "{count} notes", 3);\n'
        '`${t("Redo " + "{what}", { what })}`',
    }
    for name, text in texts.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def test_templates_python_and_the_catalogue_are_the_servers(house: Path) -> None:
    found = {message.id for message in sources.server_words() if message.id}
    assert {"Lessons", ("One run", "%(n)s runs"), "Wait a little."} <= found
    assert "Not for people" not in found
    assert "Relational database" in found


def test_typescript_is_the_browsers(house: Path) -> None:
    found = {message.id for message in sources.browser_words() if message.id}
    assert found == {"Undo", ("{count} note", "{count} notes"), "Redo {what}"}


def test_a_message_says_which_files_say_it(house: Path) -> None:
    (house / "apps" / "more.py").write_text('_("Lessons")')
    locations = sources.server_words()["Lessons"].locations
    assert [name for name, _ in locations] == ["templates/page.html", "apps/more.py"]


def test_the_browsers_words_stand_in_the_call_where_they_are_found() -> None:
    call = re.compile(r"(?<![\w.])tn?\((?!\s*\")")
    files = [each for each in typescript_files() if each.parent.name != "words"]
    strays = [f"{name_of(file)}: {each}" for file in files for each in call.findall(file.read_text())]
    assert not strays, "t() takes a text, not a variable: nobody could find it"
