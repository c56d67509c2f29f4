"""The tables of other languages are made once for what they are made of."""

from __future__ import annotations

import subprocess
from pathlib import Path
from types import SimpleNamespace

import pytest

from start import stamps, words


def test_tables_are_made_when_a_text_changed_and_not_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[object] = []
    monkeypatch.setattr(subprocess, "run", lambda command, **_: made.append(command) or SimpleNamespace(returncode=0))
    monkeypatch.setattr(stamps, "STAMPS", tmp_path / "stamps")
    monkeypatch.setattr(stamps, "ROOT", tmp_path)
    monkeypatch.setattr(words, "ROOT", tmp_path)
    monkeypatch.setattr(words, "TEXTS", tmp_path / "locale")
    monkeypatch.setattr(words, "SCRIPTS", tmp_path)
    (tmp_path / "locale").mkdir()
    text = tmp_path / "locale" / "django.po"
    text.write_text('msgid "Run"\nmsgstr ""\n')
    words.build()
    words.build()
    assert len(made) == 1
    text.write_text('msgid "Run"\nmsgstr "Starten"\n')
    words.build()
    assert len(made) == 2
