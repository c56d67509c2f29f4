"""Those who do harm to a running stack: they kill and pause workers, and kill the broker."""

from __future__ import annotations

import asyncio
import contextlib
import os
import random
import shutil
import signal
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

import redis

from start import processes
from tests.browser.stack import Stack

# Longer than a lease and the time that others need to notice, so that they have the run when the worker wakes up.
PAUSES_S = (4.5, 6.5)
# This part of the kills takes a whole worker, parent and children; the others one process of its pool.
WHOLE = 0.15


@dataclass
class Death:
    """A process that was killed, and the runs that it had."""

    at: float
    runs: list[str]


@dataclass
class Killer:
    """Kills and pauses processes of the workers of a stack."""

    stack: Stack
    dice: random.Random
    workers: list[str]
    kills: int = 0
    whole: int = 0
    pauses: int = 0
    # Workers that ended by themselves.
    ended: int = 0
    deaths: list[Death] = field(default_factory=list)
    paused: set[int] = field(default_factory=set)
    _resumers: set[asyncio.Task[None]] = field(default_factory=set)

    async def kill(self, count: int, every_s: tuple[float, float], whole_most: int) -> None:
        """`count` kills at random moments, at most `whole_most` of whole workers (which start anew, and take long)."""
        while self.kills < count:
            await asyncio.sleep(self.dice.uniform(*every_s))
            name = self.dice.choice(self.workers)
            self._supervise()
            if self.dice.random() < WHOLE and self.whole < whole_most:
                await asyncio.to_thread(self._kill_whole, name)
            else:
                self._kill_one_of(name)

    async def pause(self, count: int, every_s: tuple[float, float]) -> None:
        """`count` pauses at random moments, each longer than a lease."""
        while self.pauses < count:
            await asyncio.sleep(self.dice.uniform(*every_s))
            processes_here = self._processes_of(self.dice.choice(self.workers))
            # Who has no run writes nothing when it wakes up.
            found = [each for each in processes_here if each not in self.paused and runs_of(self.stack, each)]
            if found:
                self._pause(self.dice.choice(found), self.dice.uniform(*PAUSES_S))

    async def resumed(self) -> None:
        """When every paused process runs again."""
        await asyncio.gather(*self._resumers)

    def _pause(self, process: int, wall_s: float) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(process, signal.SIGSTOP)
            self.pauses += 1
            self.paused.add(process)
            task = asyncio.create_task(self._resume(process, wall_s))
            self._resumers.add(task)
            task.add_done_callback(self._resumers.discard)

    def _kill_one_of(self, name: str) -> None:
        # Who was killed while paused never wakes up to be refused.
        found = [each for each in self._processes_of(name) if each not in self.paused]
        if found:
            process = self.dice.choice(found)
            runs = runs_of(self.stack, process)
            death = Death(time.monotonic(), runs)
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
                self.kills += 1
                self.deaths.append(death)

    def _kill_whole(self, name: str) -> None:
        child = self.stack.children[name]
        os.killpg(child.process.pid, signal.SIGKILL)
        child.process.wait()
        self.kills += 1
        self.whole += 1
        self.stack.children[name] = processes.start_worker(self.stack.environment)

    async def _resume(self, process: int, wall_s: float) -> None:
        try:
            await asyncio.sleep(wall_s)
        finally:
            self.paused.discard(process)
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGCONT)

    def _supervise(self) -> None:
        """As a host does: a worker that has ended is started again. Celery's ends when its pool dies while starting."""
        for name in self.workers:
            if self.stack.children[name].process.poll() is not None:
                self.ended += 1
                self.stack.children[name] = processes.start_worker(self.stack.environment)

    def _processes_of(self, name: str) -> list[int]:
        parent = self.stack.children[name].process.pid
        try:
            return [int(each) for each in Path(f"/proc/{parent}/task/{parent}/children").read_text().split()]
        except FileNotFoundError:
            return []


def runs_of(stack: Stack, process: int) -> list[str]:
    """The runs that a process of a worker has."""
    found = stack.query("SELECT id, worker FROM runs_run WHERE state = 'running'")
    return [row["id"] for row in found if row["worker"].split(":")[1:2] == [str(process)]]


@dataclass
class Broker:
    """A broker of one's own that writes to a file, so that it can come back with what it knew, or without."""

    stack: Stack
    folder: Path
    dice: random.Random
    kills: int = 0
    empty: int = 0
    in_mid_run: int = 0

    def start(self) -> None:
        """In the place of the stack's own."""
        processes.end([self.stack.children["broker"]])
        self.folder.mkdir(exist_ok=True)
        self._start()

    async def kill(self, count: int, every_s: tuple[float, float], frames_key: str) -> None:
        """Kills it `count` times; every second time it comes back empty. `frames_key`: a pattern of streams."""
        while self.kills < count:
            await asyncio.sleep(self.dice.uniform(*every_s))
            self.in_mid_run += self._has(frames_key)
            await asyncio.to_thread(self._kill, is_empty=self.kills % 2 == 1)

    def _kill(self, *, is_empty: bool) -> None:
        child = self.stack.children["broker"]
        child.process.send_signal(signal.SIGKILL)
        child.process.wait()
        self.kills += 1
        self.empty += is_empty
        if is_empty:
            shutil.rmtree(self.folder)
            self.folder.mkdir()
        time.sleep(self.dice.uniform(0.0, 1.0))
        self._start()

    def _start(self) -> None:
        port = int(self.stack.environment["REDIS_URL"].rsplit(":", 1)[1])
        options = {
            "port": port,
            "bind": "127.0.0.1",
            "dir": self.folder,
            "save": "",
            "appendonly": "yes",
            "appendfsync": "everysec",
            "maxmemory-policy": "noeviction",
        }
        words = [str(word) for name, value in options.items() for word in (f"--{name}", value)]
        process = subprocess.Popen(
            [processes.broker_program(), *words], stdout=subprocess.DEVNULL, start_new_session=True
        )
        self.stack.children["broker"] = processes.Child("broker", process)
        processes.wait_for_port(port, "the broker")

    def _has(self, pattern: str) -> bool:
        client = redis.Redis.from_url(self.stack.environment["REDIS_URL"])
        return next(iter(client.scan_iter(pattern)), None) is not None
