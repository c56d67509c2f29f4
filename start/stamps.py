"""Remembers what a step was done for, so that the second start skips it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VAR = ROOT / "var"
STAMPS = VAR / "stamps"


def fingerprint(paths: Iterable[Path], *words: str) -> str:
    """A hash over the names and contents of files (folders are walked) and any further words."""
    digest = hashlib.sha256("\0".join(words).encode())
    for path in sorted(_files(paths)):
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def is_done(step: str, stamp: str) -> bool:
    """True if the step was last finished for this very stamp."""
    file = STAMPS / step
    return file.exists() and file.read_text() == stamp


def mark_done(step: str, stamp: str) -> None:
    """Writes the stamp of a step that has just finished."""
    STAMPS.mkdir(parents=True, exist_ok=True)
    (STAMPS / step).write_text(stamp)


def _files(paths: Iterable[Path]) -> Iterable[Path]:
    for path in paths:
        if path.is_dir():
            yield from (file for file in path.rglob("*") if file.is_file() and "__pycache__" not in file.parts)
        elif path.exists():
            yield path
