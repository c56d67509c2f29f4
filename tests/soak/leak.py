"""`python -m tests.soak.leak --minutes 30`: mixed load on the real thing, and whether anything of it stays behind.

Some people press Run (paced, as fast as possible, the same as others), watch over sockets and over events that
break off, break things, save, cancel, fork. Every few seconds the memory, the open files and the threads of each
process are noted, with the keys of the broker that have no expiry and the leases that are over. At the end the load
stops: what is open must fall back to what it was before. 8 hours are the same with `--minutes 480`.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import random
import secrets
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import redis

from tests import tiny
from tests.browser import stack as stacks
from tests.reliability.record import record
from tests.soak.viewers import Viewer
from tests.visitor import Visitor

PEOPLE = 8
SAMPLE_S = 5.0
# Everything is loaded and every pool is full by then.
WARM_SHARE = 0.4
SLOPE_MOST_MB_PER_H = 1.0
QUIET_S = 8.0
# What the message library keeps once for each queue, and the queues themselves, in which eight doorbells wait at most.
PERMANENT = (b"backlot:_kombu.", b"backlot:unacked", b"backlot:live", b"backlot:batch")
FILES_MORE_MOST = 8


@dataclass
class Sample:
    """One look at everything."""

    at_s: float
    memory_mb: dict[str, float]
    files: dict[str, int]
    threads: dict[str, int]
    keys: int
    keys_for_ever: list[str]
    leases_over: int


@dataclass
class Load:
    """What people do, one thing after another; `done` counts it."""

    address: str
    dice: random.Random
    done: dict[str, int] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)

    async def person(self, until: float) -> None:
        """One person with one design: an address may not have new ones without end."""
        visitor = Visitor(self.address)
        design = await asyncio.to_thread(visitor.new_design, tiny.document(rate_per_s=40.0))
        while time.monotonic() < until:
            await self._something(visitor, design)

    async def _something(self, visitor: Visitor, design: str) -> None:
        acts: dict[str, Callable[[Visitor, str], Awaitable[None]]] = {
            "watched": self._watched, "broken": self._broken, "fast": self._fast, "equal": self._equal,
            "cancelled": self._cancelled, "forked": self._forked, "read": self._read,
        }  # fmt: skip
        name = self.dice.choice(list(acts))
        try:
            async with asyncio.timeout(90.0):
                await acts[name](visitor, design)
        except Exception as error:
            self.failed.append(f"{name}: {error!r}")
        self.done[name] = self.done.get(name, 0) + 1

    async def _press(self, visitor: Visitor, design: str, **changes: object) -> str:
        return await asyncio.to_thread(visitor.press_run, design, **changes)

    async def _watched(self, visitor: Visitor, design: str) -> None:
        """A run of a few seconds; two lines that break off."""
        run = await self._press(visitor, design, speed=5, duration_s=30.0, seed=self.dice.randrange(2**31))
        viewers = [Viewer(visitor, run, self.dice, 1.5, over_events) for over_events in (False, True)]
        await asyncio.gather(*(each.watch(time.monotonic() + 4.0) for each in viewers))

    async def _broken(self, visitor: Visitor, design: str) -> None:
        run = await self._press(visitor, design, speed=5, duration_s=20.0, seed=self.dice.randrange(2**31))
        for heal in (False, True):
            await asyncio.sleep(0.5)
            words = {"parameters": {"count": 1}, "heal": heal}
            await asyncio.to_thread(visitor.intervene, run, "kill_instances", "service", **words)
        await Viewer(visitor, run, self.dice, 60.0).watch(0.0)

    async def _fast(self, visitor: Visitor, design: str) -> None:
        run = await self._press(visitor, design, speed=0, duration_s=120.0, seed=self.dice.randrange(2**31))
        await Viewer(visitor, run, self.dice, 60.0).watch(0.0)

    async def _equal(self, visitor: Visitor, design: str) -> None:
        run = await self._press(visitor, design, speed=0, duration_s=60.0, seed=1)
        await Viewer(visitor, run, self.dice, 60.0).watch(0.0)

    async def _cancelled(self, visitor: Visitor, design: str) -> None:
        run = await self._press(visitor, design, speed=1, duration_s=60.0)
        await asyncio.sleep(self.dice.uniform(0.0, 1.5))
        await asyncio.to_thread(visitor.ask, "POST", f"/runs/{run}/control/", {"action": "cancel"})
        await Viewer(visitor, run, self.dice, 60.0).watch(0.0)

    async def _forked(self, visitor: Visitor, design: str) -> None:
        run = await self._press(visitor, design, speed=0, duration_s=20.0, seed=self.dice.randrange(2**31))
        await Viewer(visitor, run, self.dice, 60.0).watch(0.0)
        words = {"frame": 20, "key": secrets.token_hex(8), "paused": "no", "speed": 0}
        await asyncio.to_thread(visitor.ask, "POST", f"/runs/{run}/fork/", words)

    async def _read(self, visitor: Visitor, design: str) -> None:
        for path in ("/designs/", f"/designs/{design}/", "/", "/catalogue.json", "/fidelity/"):
            answer = await asyncio.to_thread(visitor.ask, "GET", path)
            assert answer.status == 200, (path, answer.status)


def processes_of(stack: stacks.Stack) -> dict[str, int]:
    """Web process, worker, and the processes of its pool in the order of their ids, by name."""
    worker = stack.children["worker"].process.pid
    pool = sorted(int(pid) for pid in Path(f"/proc/{worker}/task/{worker}/children").read_text().split())
    named = {"web": stack.children["web"].process.pid, "worker": worker, "broker": stack.children["broker"].process.pid}
    return named | {f"pool {place}": pid for place, pid in enumerate(pool)}


def look(stack: stacks.Stack, began: float) -> Sample:
    """One sample of everything."""
    client = redis.Redis.from_url(stack.environment["REDIS_URL"])
    keys = list(client.scan_iter(count=1_000))
    with client.pipeline(transaction=False) as pipe:
        for key in keys:
            pipe.ttl(key)
        expiries = pipe.execute()
    lasting = [key for key, ttl in zip(keys, expiries, strict=True) if ttl == -1]
    for_ever = [key.decode() for key in lasting if not key.startswith(PERMANENT)]
    long_ago = time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(time.time() - 5.0))
    over = stack.query(
        "SELECT id FROM runs_run WHERE state <> 'running' AND lease_until IS NOT NULL"
        f" OR state = 'running' AND lease_until < '{long_ago}'"
    )
    memory_mb, files, threads = {}, {}, {}
    for name, pid in processes_of(stack).items():
        with contextlib.suppress(FileNotFoundError):
            memory_mb[name] = own_memory_mb(pid)
            files[name] = len(list(Path(f"/proc/{pid}/fd").iterdir()))
            threads[name] = len(list(Path(f"/proc/{pid}/task").iterdir()))
    return Sample(time.monotonic() - began, memory_mb, files, threads, len(keys), for_ever, len(over))


def own_memory_mb(pid: int) -> float:
    """The private memory of a process: what it shares with its parent since it was forked does not count."""
    rows = (line.split() for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:])
    return sum(int(row[1]) for row in rows if row[0].startswith("Private_")) / 1e3


def slope_mb_per_h(samples: list[Sample], name: str) -> tuple[float, float]:
    """The slope of the memory of a process by least squares, and its standard error, both in MB an hour."""
    known = [(each.at_s / 3600.0, each.memory_mb[name]) for each in samples if name in each.memory_mb]
    hours, sizes = zip(*known, strict=True)
    slope, base = statistics.linear_regression(hours, sizes)
    rest = [size - base - slope * hour for hour, size in known]
    spread = sum((hour - statistics.fmean(hours)) ** 2 for hour in hours)
    return slope, (sum(each * each for each in rest) / max(len(rest) - 2, 1) / spread) ** 0.5


async def soak(stack: stacks.Stack, minutes: float, seed: int) -> list[Sample]:
    """Load for so long, then quiet; the samples, the last one of the quiet."""
    load, began = Load(stack.address, random.Random(seed)), time.monotonic()
    samples = [await asyncio.to_thread(look, stack, began)]
    chairs = [asyncio.create_task(load.person(began + 60.0 * minutes)) for _ in range(PEOPLE)]
    while not all(chair.done() for chair in chairs):
        await asyncio.sleep(SAMPLE_S)
        samples.append(await asyncio.to_thread(look, stack, began))
        if len(samples) % 12 == 0:
            print(f"  {samples[-1].at_s / 60.0:.0f} min: {describe(samples[-1])}", flush=True)
    await asyncio.gather(*chairs)
    print(f"  done: {load.done}; failed: {len(load.failed)} {load.failed[:3]}")
    await asyncio.sleep(QUIET_S)
    return [*samples, await asyncio.to_thread(look, stack, began)]


def describe(sample: Sample) -> str:
    parts = [f"{name} {mb:.1f} MB {sample.files[name]} files" for name, mb in sample.memory_mb.items()]
    return f"{', '.join(parts)}; {sample.keys} keys, {len(sample.keys_for_ever)} for ever, {sample.leases_over} leases"


def judge(samples: list[Sample]) -> list[str]:
    """What has grown or stayed, in words."""
    first, last = samples[0], samples[-1]
    warm = [each for each in samples[:-1] if each.at_s >= WARM_SHARE * samples[-2].at_s]
    grown = []
    for name in last.memory_mb:
        slope, error = slope_mb_per_h(warm, name)
        print(f"  {name}: {slope:+.1f} ± {error:.1f} MB/h, {last.files[name]} files, {last.threads[name]} threads")
        # A slope that a few minutes cannot tell from nothing is not called growth.
        if slope - 3.0 * error > SLOPE_MOST_MB_PER_H:
            grown.append(f"{name} grows by {slope:.1f} ± {error:.1f} MB an hour")
        if last.files[name] > max(first.files.get(name, 0), 0) + FILES_MORE_MOST:
            grown.append(f"{name} keeps {last.files[name]} files open, {first.files.get(name)} before")
    if last.keys_for_ever:
        grown.append(f"keys without expiry: {last.keys_for_ever[:5]}")
    if last.leases_over:
        grown.append(f"{last.leases_over} leases stay")
    return grown


def main() -> int:
    """Starts everything, loads it, prints; 1 if something grew."""
    parser = argparse.ArgumentParser(description="Mixed load, and whether anything of it stays behind.")
    parser.add_argument("--minutes", type=float, default=30.0)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(2**32))
    chosen = parser.parse_args()
    print(f"{chosen.minutes:g} minutes, seed {chosen.seed}", flush=True)
    with tempfile.TemporaryDirectory() as folder, stacks.running(Path(folder)) as stack:
        samples = asyncio.run(soak(stack, chosen.minutes, chosen.seed))
    if "BACKLOT_SAMPLES" in os.environ:
        rows: list[dict[str, Any]] = [vars(each) for each in samples]
        Path(os.environ["BACKLOT_SAMPLES"]).write_text(json.dumps(rows))
    grown = judge(samples)
    for sentence in grown:
        print(f"  GROWS: {sentence}")
    told = "; ".join(grown) or "no growth of memory, files, keys without expiry or leases"
    told = f"{chosen.minutes:g} minutes: {told}"
    record("R15", told, seed=chosen.seed, tier="N", holds=not grown, by="python -m tests.soak.leak")
    return 1 if grown else 0


if __name__ == "__main__":
    sys.exit(main())
