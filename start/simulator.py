"""Compiles the event loop ahead of the first run, beside other work, so that nobody's first click waits for it."""

from __future__ import annotations

import os
import subprocess
import sys

from start.environment import PYTHON, StepFailed, say
from start.stamps import ROOT, VAR, fingerprint, is_done, mark_done

STARTER = "content/designs/mini-streaming.yaml"


class Compilation:
    """A compilation under way in a process of its own; `finish` waits for it."""

    def __init__(self) -> None:
        self.stamp = fingerprint([ROOT / "engine" / "kernel"], sys.version)
        self.process: subprocess.Popen[bytes] | None = None

    def begin(self) -> None:
        """Runs a tenth of a second of the starter design, which compiles everything, unless that was done already."""
        if is_done("simulator", self.stamp) and (VAR / "numba").is_dir():
            return
        say("compiling the simulator beside it")
        command = [str(PYTHON), "-m", "engine", "run", STARTER, "--until", "0.1", "--out", os.devnull]
        self.process = subprocess.Popen(command, cwd=ROOT)

    def finish(self) -> None:
        """Waits until the compiled code is in the cache."""
        if self.process is None:
            return
        if self.process.wait() != 0:
            raise StepFailed("the simulator could not be compiled; the lines above say why.")
        mark_done("simulator", self.stamp)
