"""The virtual environment in `.venv`: made once, filled from the pinned requirements."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from pathlib import Path

from start.stamps import ROOT, VAR, fingerprint, is_done, mark_done

ENVIRONMENT = ROOT / ".venv"
BIN = ENVIRONMENT / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / "python"
UV = "uv==0.13.8"


class StepFailed(Exception):
    """A set-up step failed; the message says which and what to do."""


def install(requirements: Path) -> None:
    """Makes `.venv` if it is missing and installs one requirements file, unless that was done already."""
    stamp = fingerprint([requirements], sys.version)
    if PYTHON.exists() and is_done(requirements.stem, stamp):
        return
    if not PYTHON.exists():
        say("making the virtual environment .venv")
        venv.create(ENVIRONMENT, with_pip=True)
    say(f"installing what {requirements.name} lists")
    if not (_install_with_uv(requirements) or _run_quietly([PYTHON, "-m", "pip", "install", "-q", "-r", requirements])):
        raise StepFailed(
            f"installing {requirements.name} failed; the lines above are the installer's. "
            "Check that the Python package registry can be reached, then start again."
        )
    mark_done(requirements.stem, stamp)


def install_aside(requirements: Path, folder: Path) -> None:
    """Installs one requirements file into a folder that only those who ask for it see, unless that was done already."""
    stamp = fingerprint([requirements], sys.version)
    if folder.exists() and is_done(requirements.stem, stamp):
        return
    say(f"installing what {requirements.name} lists, beside the environment")
    if not _install_with_uv(requirements, "--target", str(folder)):
        raise StepFailed(f"installing {requirements.name} failed; the lines above are the installer's.")
    mark_done(requirements.stem, stamp)


def say(text: str) -> None:
    """One line of progress for the person who waits."""
    print(f"backlot: {text}", flush=True)


def _install_with_uv(requirements: Path, *more: str) -> bool:
    """uv installs several times faster than pip, but knows nothing of pip's own configuration: pip is the fallback."""
    if not (BIN / "uv").exists() and not _run_quietly([PYTHON, "-m", "pip", "install", "-q", UV]):
        return False
    cache = os.environ.get("UV_CACHE_DIR") or (None if os.environ.get("HOME") else str(VAR / "uv"))
    command: list[str | Path] = [
        BIN / "uv",
        "pip",
        "install",
        "-q",
        "--compile-bytecode",
        "--python",
        PYTHON,
        "-r",
        requirements,
        *more,
    ]
    return _run_quietly(command, {"UV_CACHE_DIR": cache} if cache else {})


def _run_quietly(command: list[str | Path], more: dict[str, str] | None = None) -> bool:
    words = [str(word) for word in command]
    environment = os.environ | {"PIP_DISABLE_PIP_VERSION_CHECK": "1"} | (more or {})
    return subprocess.run(words, cwd=ROOT, env=environment).returncode == 0
