"""The real thing on free ports with a database of its own: broker, web process, worker."""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from start import processes, simulator


@dataclass
class Stack:
    """A running Backlot. `address` is where it answers; `children` are its processes, by name."""

    address: str
    environment: dict[str, str]
    children: dict[str, processes.Child] = field(default_factory=dict)

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


def _prepared(folder: Path, more: dict[str, str]) -> Stack:
    broker_port, port = processes.free_port(7400), processes.free_port(8400)
    environment = processes.settings_environment(port) | {
        "BACKLOT_ADDRESS": f"http://localhost:{port}",
        "REDIS_URL": f"redis://127.0.0.1:{broker_port}",
        "DATABASE_URL": f"sqlite:///{folder / 'backlot.sqlite3'}",
        "DJANGO_SETTINGS_MODULE": "sandbox.settings",
        **more,
    }
    stack = Stack(f"http://localhost:{port}", environment)
    stack.children["broker"] = processes.start_broker(broker_port)
    processes.wait_for_port(broker_port, "the broker")
    return stack
