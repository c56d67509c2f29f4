"""`python3 -m start run`, and the other verbs of the Makefile that need things to be installed first."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable

from start import chromium, environment, frontend, processes, simulator, suite, words
from start.environment import PYTHON, StepFailed
from start.stamps import ROOT, VAR

OLDEST = (3, 11)


def run(*_: str) -> None:
    """Sets up, then starts broker, worker and web process."""
    install()
    processes.run(processes.free_port(int(os.environ.get("PORT", "8000"))))


def install(*_: str) -> None:
    """What running needs: the virtual environment, the bundle and the compiled simulator."""
    environment.install(ROOT / "requirements.txt")
    compilation = simulator.Compilation()
    compilation.begin()
    frontend.build()
    words.build()
    compilation.finish()


def develop(*_: str) -> None:
    """What checking needs besides."""
    install()
    environment.install(ROOT / "requirements-dev.txt")


def bench(*words: str) -> None:
    """Sets up, peers included, and runs the benchmarks, or those that are named."""
    develop()
    environment.install_aside(ROOT / "requirements-bench.txt", VAR / "peers")
    command = [str(PYTHON), "-m", "benchmarks", *words]
    sys.exit(subprocess.run(command, cwd=ROOT, env=processes.settings_environment(0)).returncode)


def test(*words: str) -> None:
    """Sets up, finds a browser and runs pytest with the given words, or the whole suite in two halves."""
    develop()
    more = {"BACKLOT_CHROMIUM": chromium.find(), "DJANGO_SETTINGS_MODULE": "sandbox.settings.testing"}
    settings = processes.settings_environment(0) | more
    if not words:
        sys.exit(suite.whole(settings))
    sys.exit(subprocess.run([*suite.PYTEST, *words], cwd=ROOT, env=settings).returncode)


def npm(*words: str) -> None:
    """npm with the Node of the virtual environment."""
    develop()
    frontend.npm(*words)


VERBS: dict[str, Callable[..., None]] = {each.__name__: each for each in (run, install, develop, bench, test, npm)}


def main(words: list[str]) -> None:
    """Runs one verb; a failed step is one line, never a traceback."""
    if sys.version_info < OLDEST:
        found = sys.version.split()[0]
        sys.exit(f"backlot: Python 3.11 or newer is needed, this is {found}. Try `make PYTHON=python3.12 run`.")
    verb = VERBS.get(words[0]) if words else None
    if verb is None:
        sys.exit(f"backlot: say one of {', '.join(VERBS)}.")
    try:
        verb(*words[1:])
    except StepFailed as problem:
        sys.exit(f"backlot: {problem}")
    except KeyboardInterrupt:
        sys.exit(130)


main(sys.argv[1:])
