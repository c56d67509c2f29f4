"""What a Backlot holds when nobody does anything: a look at every process, the broker and the database.

Memory is the anonymous memory that is resident (RssAnon). What processes share since they were forked counts whole in
each of them: counted as private it would grow in one when the other writes to a page, although nobody holds more.
"""

from __future__ import annotations

import contextlib
import os
import signal
import statistics
import time
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import redis

from tests.browser.stack import Stack

# What the message library keeps once for each queue, and the queues themselves, in which eight doorbells wait at most.
PERMANENT = (b"backlot:_kombu.", b"backlot:unacked", b"backlot:live", b"backlot:batch")
# `KEPT_AFTER_END_S` of apps/runs/live/stream.py: a stream that was let go has so long, one that was not has a day.
LET_GO_S = 3600
ENDED_S_MOST = 180.0
# A heartbeat tells the web process that somebody is gone.
QUIET_S = 12.0
TOLD_S_MOST = 5.0


@dataclass(frozen=True)
class Held:
    """What one process holds; `tasks` are asyncio's, 0 where it has none."""

    pid: int
    memory_mb: float
    sockets: int
    files: int
    threads: int
    tasks: int = 0


@dataclass(frozen=True)
class Rest:
    """One look: processes by name, keys of the broker, keys without expiry that have no right to it, leases left."""

    at_s: float
    held: dict[str, Held]
    keys: int
    for_ever: list[str]
    leases: int

    def words(self) -> str:
        """A line for whoever waits."""
        parts = [
            f"{name} {each.memory_mb:.1f} MB {each.sockets} sockets {each.files} files {each.threads} threads"
            + (f" {each.tasks} tasks" if each.tasks else "")
            for name, each in self.held.items()
        ]
        return f"{'; '.join(parts)}; {self.keys} keys, {len(self.for_ever)} for ever, {self.leases} leases"

    def plain(self) -> dict[str, Any]:
        """For a file."""
        return asdict(self)


def at_rest(stack: Stack, began: float, told: Path) -> Rest:
    """Waits until all runs have ended and all is quiet, lets the streams go that stay for an hour, and looks.

    Half an hour of load is too short to see the broker forget a stream an hour after the end of its run, so this hour
    is cut short; streams that nobody has let go stay, and are counted.
    """
    deadline = time.monotonic() + ENDED_S_MOST
    while stack.query("SELECT id FROM runs_run WHERE state IN ('queued', 'running')"):
        assert time.monotonic() < deadline, "runs do not end"
        time.sleep(0.5)
    time.sleep(QUIET_S)
    client = redis.Redis.from_url(stack.environment["REDIS_URL"])
    for key in client.scan_iter(match="backlot:run:*", count=1_000):
        if 0 < client.ttl(key) <= LET_GO_S:
            client.unlink(key)
    keys = list(client.scan_iter(count=1_000))
    with client.pipeline(transaction=False) as pipe:
        for key in keys:
            pipe.ttl(key)
        expiries = pipe.execute()
    lasting = [key for key, ttl in zip(keys, expiries, strict=True) if ttl == -1 and not key.startswith(PERMANENT)]
    counted = sum(not key.startswith(PERMANENT) for key in keys)
    leases = stack.query("SELECT id FROM runs_run WHERE lease_until IS NOT NULL")
    held = {name: held_by(pid, told if name == "web" else None) for name, pid in processes_of(stack).items()}
    return Rest(time.monotonic() - began, held, counted, [key.decode() for key in lasting], len(leases))


def processes_of(stack: Stack) -> dict[str, int]:
    """Web process, worker, broker, and the processes of the pool in the order of their ids, by name."""
    named = {name: stack.children[name].process.pid for name in ("web", "worker", "broker")}
    worker = named["worker"]
    pool = sorted(int(pid) for pid in Path(f"/proc/{worker}/task/{worker}/children").read_text().split())
    return named | {f"pool {place}": pid for place, pid in enumerate(pool)}


def held_by(pid: int, told: Path | None) -> Held:
    """What a process holds; `told` is the file to which it says how many tasks it has, if it does."""
    status = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines())
    kinds: Counter[bool] = Counter()
    for link in Path(f"/proc/{pid}/fd").iterdir():
        with contextlib.suppress(FileNotFoundError):
            kinds[str(link.readlink()).startswith("socket:")] += 1
    memory_mb = int(status["RssAnon"].split()[0]) / 1e3
    tasks = asked(pid, told) if told is not None else 0
    return Held(pid, memory_mb, kinds[True], kinds[False], int(status["Threads"]), tasks)


def asked(pid: int, told: Path) -> int:
    """The number of asyncio's tasks of a process that tells (`telling`)."""
    told.unlink(missing_ok=True)
    os.kill(pid, signal.SIGUSR2)
    deadline = time.monotonic() + TOLD_S_MOST
    while not told.exists():
        assert time.monotonic() < deadline, "the web process does not tell"
        time.sleep(0.02)
    return int(told.read_text())


def slope_mb_per_h(rests: list[Rest], name: str) -> tuple[float, float]:
    """How the memory of a process grew from rest to rest by least squares, and its standard error, in MB an hour."""
    known = [(each.at_s / 3600.0, each.held[name].memory_mb) for each in rests]
    hours, sizes = zip(*known, strict=True)
    slope, base = statistics.linear_regression(hours, sizes)
    rest = [size - base - slope * hour for hour, size in known]
    spread = sum((hour - statistics.fmean(hours)) ** 2 for hour in hours)
    return slope, (sum(each * each for each in rest) / max(len(rest) - 2, 1) / spread) ** 0.5
