"""From a fresh clone with an empty home to a page that answers, and the second start.

Registries and disk set most of the first figure: quote it with the machine it was measured on.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import tempfile
import time
import urllib.request
from pathlib import Path

from benchmarks.figures import Figures
from start.processes import free_port

ROOT = Path(__file__).resolve().parent.parent
PATIENCE_S = 600
KEPT = ("PATH", "SSL_CERT_FILE", "PIP_CERT", "REQUESTS_CA_BUNDLE", "NODE_EXTRA_CA_CERTS")


def main() -> None:
    """Clones HEAD, starts it twice, prints both times."""
    figures = Figures()
    with tempfile.TemporaryDirectory() as folder:
        clone = Path(folder) / "backlot"
        subprocess.run(["git", "clone", "-q", ROOT, clone], check=True)
        home = Path(folder) / "home"
        home.mkdir()
        figures.at_most("cold `make run` to a page that answers", _start(clone, home), 90, "s")
        figures.at_most("warm `make run` to a page that answers", _start(clone, home), 5, "s")
    figures.write()


def _start(clone: Path, home: Path) -> float:
    """Seconds from the command to the first page; everything is ended as Ctrl-C would."""
    port = free_port(8600)
    environment = {name: os.environ[name] for name in KEPT if name in os.environ}
    environment |= {"HOME": str(home), "PORT": str(port)}
    began = time.monotonic()
    process = subprocess.Popen(["make", "run"], cwd=clone, env=environment, start_new_session=True)
    try:
        while time.monotonic() - began < PATIENCE_S and process.poll() is None:
            with contextlib.suppress(OSError), urllib.request.urlopen(f"http://localhost:{port}/", timeout=5) as page:
                if page.status == 200:
                    return time.monotonic() - began
            time.sleep(0.05)
        raise SystemExit("`make run` did not answer")
    finally:
        os.killpg(process.pid, signal.SIGINT)
        process.wait()


if __name__ == "__main__":
    main()
