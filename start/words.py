"""The interface in other languages: tables made from the gettext files, with Babel instead of the gettext program."""

from __future__ import annotations

import subprocess

from start.environment import PYTHON, StepFailed, say
from start.stamps import ROOT, fingerprint, is_done, mark_done

TEXTS = ROOT / "locale"
SCRIPTS = ROOT / "static" / "words"


def build() -> None:
    """Makes the tables, unless neither a text nor the maker changed."""
    stamp = fingerprint([ROOT / "words", *TEXTS.rglob("*.po")])
    if SCRIPTS.is_dir() and is_done("words", stamp):
        return
    say("making the tables of other languages")
    if subprocess.run([str(PYTHON), "-m", "words", "build"], cwd=ROOT).returncode != 0:
        raise StepFailed("the tables of other languages could not be made; the lines above say why.")
    mark_done("words", stamp)
