"""Compiles the engine ahead of the first run, beside other work, so that nobody's first click waits for it."""

from __future__ import annotations

import os
import subprocess
import sys

from start.environment import PYTHON, StepFailed, say
from start.stamps import ROOT, VAR, fingerprint, is_done, mark_done

STARTER = "content/designs/mini-streaming.yaml"
EVENTS = ("-m", "engine", "run", STARTER, "--until", "0.1", "--out", os.devnull)
VIEWERS = ("-m", "engine.dataplane")
"""A tenth of a second of the starter design compiles the whole event loop, some steps of viewers the data plane."""


class Compilation:
    """A compilation under way in two processes of its own; `finish` waits for them."""

    def __init__(self) -> None:
        self.stamp = fingerprint([ROOT / "engine" / "kernel", ROOT / "engine" / "dataplane"], sys.version)
        self.processes: list[subprocess.Popen[bytes]] = []

    def begin(self) -> None:
        """Compiles both halves of the engine side by side, unless that was done already."""
        if is_done("simulator", self.stamp) and (VAR / "numba").is_dir():
            return
        say("compiling the simulator beside it")
        self.processes = [subprocess.Popen([str(PYTHON), *words], cwd=ROOT) for words in (EVENTS, VIEWERS)]

    def finish(self) -> None:
        """Waits until the compiled code is in the cache."""
        if not self.processes:
            return
        codes = [each.wait() for each in self.processes]
        if any(codes):
            raise StepFailed("the simulator could not be compiled; the lines above say why.")
        mark_done("simulator", self.stamp)
