"""The whole suite as two runs of pytest side by side: what starts servers and browsers, and what only computes."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Mapping

from start.environment import PYTHON, say
from start.stamps import ROOT

SERVING = ("tests/apps", "tests/browser", "tests/reliability")
"""These wait for others most of the time, so that the other half has nearly a core to itself."""
COMPUTING = ("tests", *(f"--ignore={folder}" for folder in SERVING))
PYTEST = (str(PYTHON), "-m", "pytest")


def whole(environment: Mapping[str, str]) -> int:
    """Runs both halves, shows one while it runs and the other when it has ended; 0 if both passed."""
    say("the suite runs in two halves; the one that only computes is shown at the end")
    with tempfile.TemporaryFile() as told:
        hidden = subprocess.Popen(
            [*PYTEST, *COMPUTING], cwd=ROOT, env=environment, stdout=told, stderr=subprocess.STDOUT
        )
        try:
            shown = subprocess.run([*PYTEST, *SERVING], cwd=ROOT, env=environment)
            say("the other half")
            hidden.wait()
        finally:
            hidden.kill()
        told.seek(0)
        print(told.read().decode(errors="replace"), flush=True)
    return shown.returncode or hidden.returncode
