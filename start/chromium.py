"""Finds a Chromium for the browser journeys of the test suite, or installs Debian's."""

from __future__ import annotations

import os
import shutil
import subprocess

from start.environment import StepFailed, say

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find() -> str:
    """The path of a Chromium. Raises StepFailed with one line that says what to do when there is none."""
    found = _installed()
    if not found and shutil.which("apt-get") and os.geteuid() == 0:
        say("installing Chromium for the browser tests")
        _install_debian()
        found = _installed()
    if not found:
        raise StepFailed(
            "the browser tests need a Chromium: "
            "install it (`apt-get install chromium`) or set BACKLOT_CHROMIUM to its path."
        )
    return found


def _installed() -> str | None:
    named = os.environ.get("BACKLOT_CHROMIUM")
    return named or next((path for name in NAMES if (path := shutil.which(name))), None)


def _install_debian() -> None:
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for words in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", "chromium"]):
        subprocess.run(["apt-get", *words], env=environment, stdout=subprocess.DEVNULL)
