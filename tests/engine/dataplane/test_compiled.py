"""Compiled code of the data plane has a folder of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.dataplane import compiled
from engine.kernel.compiled import config, sources_digest


def test_a_change_of_a_source_changes_the_folder_and_not_the_kernels(tmp_path: Path) -> None:
    kernels = sources_digest()
    (tmp_path / "one.py").write_text("x = 1\n")
    before = compiled.room_digest(tmp_path)
    (tmp_path / "one.py").write_text("x = 2\n")
    assert compiled.room_digest(tmp_path) != before
    assert sources_digest() == kernels


def test_a_change_of_the_kernel_changes_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = compiled.room_digest(tmp_path)
    monkeypatch.setattr(compiled, "sources_digest", lambda: "another")
    assert compiled.room_digest(tmp_path) != before


def test_the_kernels_folder_is_the_usual_one_again_afterwards() -> None:
    usual = config.CACHE_DIR
    with compiled.kept_beside(compiled.HERE):
        assert usual != config.CACHE_DIR
    assert usual == config.CACHE_DIR
