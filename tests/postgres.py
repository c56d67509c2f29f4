"""A PostgreSQL server of one's own, which can be stopped at once as a host does that loses its power."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path

from start import processes

BINARIES = Path("/usr/lib/postgresql")
ACCOUNT = "postgres"
OPTIONS = ("max_connections=300", "listen_addresses=127.0.0.1", "unix_socket_directories=")


def binaries() -> Path | None:
    """The folder with `pg_ctl` of the newest PostgreSQL here; None where there is none."""
    found = sorted(BINARIES.glob("*/bin/pg_ctl"), key=lambda file: float(file.parts[-3]))
    on_path = shutil.which("pg_ctl")
    if found:
        return found[-1].parent
    return Path(on_path).resolve().parent if on_path else None


class Postgres:
    """A fresh cluster with a database `backlot`; call `remove` at the end."""

    def __init__(self) -> None:
        folder = binaries()
        assert folder is not None, "no PostgreSQL here: install one (`apt-get install postgresql`)"
        self.programs = folder
        self.port = processes.free_port(7700)
        self.folder = Path(tempfile.mkdtemp(prefix="backlot-postgres-"))
        # PostgreSQL refuses to run as root.
        self.account = ACCOUNT if os.geteuid() == 0 else None
        if self.account:
            os.chown(self.folder, pwd.getpwnam(self.account).pw_uid, -1)
        self._do("initdb", "-D", str(self.data), "-U", "backlot", "-A", "trust", "-E", "UTF8", "--locale=C")
        with (self.data / "postgresql.auto.conf").open("a") as file:
            file.writelines(f"{name} = '{value}'\n" for name, value in (each.split("=") for each in OPTIONS))
        self.start()
        self._do("createdb", "-h", "127.0.0.1", "-p", str(self.port), "-U", "backlot", "backlot")

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def url(self) -> str:
        return f"postgres://backlot@127.0.0.1:{self.port}/backlot"

    def start(self) -> None:
        """Starts it, and waits until it has recovered."""
        log = str(self.folder / "log")
        self._do("pg_ctl", "-D", str(self.data), "-o", f"-p {self.port}", "-l", log, "-w", "-t", "60", "start")

    def stop(self, mode: str = "immediate") -> None:
        """`immediate` ends every process without a word and leaves the rest to recovery."""
        self._do("pg_ctl", "-D", str(self.data), "-m", mode, "-w", "stop")

    def remove(self) -> None:
        """Stops it and forgets everything."""
        subprocess.run([self.programs / "pg_ctl", "-D", self.data, "-m", "immediate", "stop"], user=self.account,
                       capture_output=True)  # fmt: skip
        shutil.rmtree(self.folder)

    def _do(self, program: str, *words: str) -> None:
        done = subprocess.run(
            [self.programs / program, *words], user=self.account, cwd="/", stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert done.returncode == 0, f"{program}: {done.stderr}"
