"""Set-up steps are done again when, and only when, something they depend on changed."""

from pathlib import Path

import pytest

from start import stamps


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(stamps, "ROOT", tmp_path)
    monkeypatch.setattr(stamps, "STAMPS", tmp_path / "stamps")
    return tmp_path


def test_a_step_is_done_once_it_was_marked(elsewhere: Path) -> None:
    stamp = stamps.fingerprint([elsewhere])
    assert not stamps.is_done("step", stamp)
    stamps.mark_done("step", stamp)
    assert stamps.is_done("step", stamp)


def test_a_changed_file_a_new_file_and_another_word_change_the_fingerprint(elsewhere: Path) -> None:
    source = elsewhere / "source"
    source.mkdir()
    (source / "one").write_text("1")
    seen = {stamps.fingerprint([source]), stamps.fingerprint([source], "word")}
    (source / "one").write_text("2")
    seen.add(stamps.fingerprint([source]))
    (source / "two").write_text("2")
    seen.add(stamps.fingerprint([source]))
    assert len(seen) == 4


def test_a_missing_file_is_no_error(elsewhere: Path) -> None:
    assert stamps.fingerprint([elsewhere / "absent"]) == stamps.fingerprint([])
