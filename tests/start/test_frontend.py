"""Packages of the browser's side are installed again only when something is missing."""

from __future__ import annotations

import json
from pathlib import Path

from start.frontend import is_installed

ROOT = {"": {"name": "backlot"}}
CHART = {"node_modules/chart": {"integrity": "sha512-a"}}
ELSEWHERE = {"node_modules/chart-for-windows": {"integrity": "sha512-w", "optional": True}}


def written(file: Path, packages: dict[str, dict[str, object]]) -> Path:
    file.write_text(json.dumps({"packages": packages}))
    return file


def test_packages_that_are_there_are_not_installed_again(tmp_path: Path) -> None:
    lock = written(tmp_path / "lock", ROOT | CHART | ELSEWHERE)
    assert is_installed(lock, written(tmp_path / "record", CHART))


def test_a_missing_record_package_or_another_edition_is_installed(tmp_path: Path) -> None:
    lock = written(tmp_path / "lock", ROOT | CHART)
    assert not is_installed(lock, tmp_path / "record")
    assert not is_installed(lock, written(tmp_path / "record", {}))
    other = {"node_modules/chart": {"integrity": "sha512-b"}}
    assert not is_installed(lock, written(tmp_path / "record", other))
