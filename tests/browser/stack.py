"""The real thing on free ports with a database of its own: broker, web process, worker.

The database is SQLite, or a PostgreSQL of its own where BACKLOT_STACK_DATABASE is `postgres`.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
from psycopg.rows import dict_row

from start import processes, simulator
from tests.postgres import Postgres


@dataclass
class Stack:
    """A running Backlot. `address` is where it answers; `children` are its processes, by name."""

    address: str
    environment: dict[str, str]
    children: dict[str, processes.Child] = field(default_factory=dict)
    postgres: Postgres | None = None

    def query(self, sql: str) -> list[dict[str, Any]]:
        """Rows read past the application; ids without dashes."""
        url = self.environment["DATABASE_URL"]
        if self.postgres is not None:
            with psycopg.connect(url, row_factory=dict_row) as server:
                return [_plain(row) for row in server.execute(sql).fetchall()]  # type: ignore[arg-type]
        with contextlib.closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as file:
            file.row_factory = sqlite3.Row
            return [_plain(dict(row)) for row in file.execute(sql).fetchall()]

    def execute(self, sql: str) -> None:
        """Changes rows past the application."""
        url = self.environment["DATABASE_URL"]
        if self.postgres is not None:
            with psycopg.connect(url) as server:
                server.execute(sql)  # type: ignore[arg-type]
            return
        with contextlib.closing(sqlite3.connect(url.removeprefix("sqlite:///"), timeout=20.0)) as file, file:
            file.execute(sql)

    def kill_worker(self) -> None:
        """Ends the worker and its pool with -9, as a crashed host would."""
        os.killpg(self.children["worker"].process.pid, signal.SIGKILL)
        self.children["worker"].process.wait()

    def start_worker(self) -> None:
        """Starts a worker where there is none."""
        self.children["worker"] = processes.start_worker(self.environment)


@contextlib.contextmanager
def running(folder: Path, **environment: str) -> Iterator[Stack]:
    """Starts everything in `folder` and ends it all at the end; `environment` is told to every process."""
    stack = _prepared(folder, environment)
    try:
        compilation = simulator.Compilation()
        compilation.begin()
        compilation.finish()
        processes.migrate(stack.environment)
        port = int(stack.address.rsplit(":", 1)[1])
        stack.children["web"] = processes.start_web(port, stack.environment)
        stack.start_worker()
        processes.wait_for_page(stack.address)
        yield stack
    finally:
        processes.end(list(stack.children.values()))
        if stack.postgres is not None:
            stack.postgres.remove()


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    """SQLite keeps ids without their dashes."""
    return row | ({"id": str(row["id"]).replace("-", "")} if "id" in row else {})


def _prepared(folder: Path, more: dict[str, str]) -> Stack:
    broker_port, port = processes.free_port(7400), processes.free_port(8400)
    postgres = Postgres() if os.environ.get("BACKLOT_STACK_DATABASE") == "postgres" else None
    environment = processes.settings_environment(port) | {
        "BACKLOT_ADDRESS": f"http://localhost:{port}",
        "REDIS_URL": f"redis://127.0.0.1:{broker_port}",
        "DATABASE_URL": postgres.url if postgres is not None else f"sqlite:///{folder / 'backlot.sqlite3'}",
        "DJANGO_SETTINGS_MODULE": "sandbox.settings",
        "BACKLOT_TOUR": "no",
        **more,
    }
    stack = Stack(f"http://localhost:{port}", environment, postgres=postgres)
    stack.children["broker"] = processes.start_broker(broker_port)
    processes.wait_for_port(broker_port, "the broker")
    return stack
