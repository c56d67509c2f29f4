"""The version of the engine: a number for people, and a digest of the sources that decide what a run gives.

Runs name it, equal runs are known by it, and a checkpoint of another version is not loaded: whoever changes a source of
the engine has another engine, whether or not anybody raised the number.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

NUMBER = "0.1.0"
HERE = Path(__file__).resolve().parent
WITHOUT_A_PART = ("estimate", "trials", "__main__.py")
"""What only looks at designs or at runs that are over."""


def sources_digest(folder: Path = HERE) -> str:
    """Hex digest over the names and contents of the sources, in the order of their names."""
    digest = hashlib.sha256()
    for file in sorted(folder.rglob("*.py")):
        name = file.relative_to(folder)
        if name.parts[0] not in WITHOUT_A_PART:
            digest.update(name.as_posix().encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()[:12]


VERSION = f"{NUMBER}+{sources_digest()}"
