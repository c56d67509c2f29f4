"""500 viewers of one run at 10 frames a second, the web process on one core: how late do frames come (L2), and what do
twenty of them who stop reading do to the others (L4)?

Frames of 1 kB are put into the stream by this program, so a delivery is timed from the moment of writing to the moment
at which a client has read it. The web process has a core to itself; broker and clients share the other one.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import socket
import statistics
import struct
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

import redis
import uvloop

from benchmarks.figures import Figures
from tests.browser import stack as stacks
from tests.reliability.record import record
from tests.visitor import Visitor

CLIENTS = int(os.environ.get("BACKLOT_CLIENTS", "500"))
STALLED = 20
RATE_PER_S = 10.0
WATCH_S = float(os.environ.get("BACKLOT_WATCH_S", "20"))
FRAME_BYTES = 1_000
LONG_FRAME_BYTES = 8_000
P99_MOST_MS = 150.0
P99_MORE_MOST = 1.2
CLOSED_MOST_S = 10.0
MEMORY_MOST_MB = 2.0
NUMBER = re.compile(rb'"n":(\d+)')
TOO_SLOW = 4008


class Publisher(threading.Thread):
    """Writes a frame into the run's stream ten times a second and notes when."""

    def __init__(self, run: str, redis_url: str) -> None:
        super().__init__(daemon=True)
        self.key, self.redis_url = f"backlot:run:{{{run}}}:frames", redis_url
        self.written: dict[int, float] = {}
        self.frame_bytes = FRAME_BYTES
        self.is_over = False

    def run(self) -> None:
        client, began, number = redis.Redis.from_url(self.redis_url), time.monotonic(), 0
        while not self.is_over:
            number += 1
            time.sleep(max(0.0, began + number / RATE_PER_S - time.monotonic()))
            head = b'{"n":%d,"padding":"' % number
            self.written[number] = time.monotonic()
            client.xadd(self.key, {"f": head + b"x" * (self.frame_bytes - len(head) - 2) + b'"}'}, id=f"{number}-0")


class Client:
    """One viewer; notes when each frame came."""

    def __init__(self) -> None:
        self.came: dict[int, float] = {}

    async def watch(self, visitor: Visitor, run: str, until: asyncio.Event) -> None:
        async with visitor.socket(run, compression=None, ping_interval=None) as line:
            await line.send('{"type": "hello", "after": 0}')
            over = asyncio.create_task(until.wait())
            while not until.is_set():
                heard = asyncio.create_task(line.recv(decode=False))
                await asyncio.wait((heard, over), return_when=asyncio.FIRST_COMPLETED)
                if not heard.done():
                    heard.cancel()
                    break
                now = time.monotonic()
                for number in NUMBER.findall(heard.result()):
                    self.came[int(number)] = now


def pin(pid: int, cores: set[int]) -> None:
    """All threads that a process has by now."""
    for thread in Path(f"/proc/{pid}/task").iterdir():
        os.sched_setaffinity(int(thread.name), cores)


def memory_mb(pid: int) -> float:
    """What a process has in memory by itself."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def staged(stack: stacks.Stack) -> str:
    """The public run, computed by nobody: its row says that somebody does, its frames come from here."""
    stack.kill_worker()
    host = Visitor(stack.address)
    panel = host.ask("POST", "/showcase/", {}, **{"HX-Request": "true"}).body.decode()
    run = panel.split('data-run="')[1].split('"')[0]
    layout = json.dumps({"frame_s": 0.1, "frames_count": 1_000_000})
    stack.execute(
        f"UPDATE runs_run SET state = 'running', layout = '{layout}', lease_until = '2999-01-01 00:00:00', attempt = 1"
    )
    return run


def late_ms(clients: list[Client], publisher: Publisher, first: int, last: int) -> list[float]:
    """How late every delivery of these frames was."""
    return [
        1000.0 * (client.came[number] - publisher.written[number])
        for client in clients
        for number in range(first, last + 1)
        if number in client.came
    ]


def p99(values: list[float]) -> float:
    return statistics.quantiles(values, n=100)[-1]


class Stalled:
    """A raw client that says hello and then reads nothing more."""

    def __init__(self, visitor: Visitor, run: str) -> None:
        host, port = visitor.address.removeprefix("http://").split(":")
        self.line = socket.create_connection((host, int(port)))
        lines = (
            f"GET /ws/runs/{run}/ HTTP/1.1", f"Host: {host}:{port}", f"Origin: {visitor.address}", "Upgrade: websocket",
            "Connection: Upgrade", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: " + "A" * 22 + "==", "", "",
        )  # fmt: skip
        self.line.sendall("\r\n".join(lines).encode())
        assert b" 101 " in self.line.recv(4096)
        hello = b'{"type": "hello", "after": 0}'
        self.line.sendall(bytes([0x81, 0x80 | len(hello), 0, 0, 0, 0]) + hello)

    def last_words(self) -> int:
        """The code of the close message, the last that lies in the buffers; 0 without one."""
        self.line.settimeout(2.0)
        heard, deadline = b"", time.monotonic() + 5.0
        try:
            while time.monotonic() < deadline and (chunk := self.line.recv(2**16)):
                heard += chunk
        except OSError:
            pass
        place, code = 0, 0
        while place + 2 <= len(heard):
            kind, length = heard[place] & 0x0F, heard[place + 1]
            place += 2
            if length >= 126:
                size = 2 if length == 126 else 8
                length = int.from_bytes(heard[place : place + size], "big")
                place += size
            code = struct.unpack(">H", heard[place : place + 2])[0] if kind == 8 else code
            place += length
        return code


async def watch_for(clients: list[Client], publisher: Publisher, wall_s: float) -> tuple[int, int]:
    """The frames that were written while this waited, and are there by its end."""
    first = max(publisher.written) + 1
    await asyncio.sleep(wall_s)
    last = max(publisher.written)
    deadline = time.monotonic() + 5.0
    while any(last not in client.came for client in clients) and time.monotonic() < deadline:
        await asyncio.sleep(0.1)
    return first, last


async def measure(stack: stacks.Stack, figures: Figures) -> None:
    """All of them watch; then twenty more come and stop reading."""
    web = stack.children["web"].process.pid
    run = staged(stack)
    pin(web, {0})
    pin(stack.children["broker"].process.pid, {1})
    pin(os.getpid(), {1})
    publisher, until = Publisher(run, stack.environment["REDIS_URL"]), asyncio.Event()
    publisher.start()
    clients = [Client() for _ in range(CLIENTS)]
    tasks = []
    for client in clients:
        tasks.append(asyncio.create_task(client.watch(Visitor(stack.address), run, until)))
        await asyncio.sleep(0.02)
    while any(not client.came for client in clients):
        await asyncio.sleep(0.1)
    await asyncio.sleep(2.0)
    await viewers(clients, publisher, web, figures)
    await stalled(stack, run, clients, publisher, figures)
    until.set()
    publisher.is_over = True
    await asyncio.gather(*tasks)


async def viewers(clients: list[Client], publisher: Publisher, web: int, figures: Figures) -> None:
    """L2: nobody but people who read."""
    before = os.times(), busy_s(web)
    first, last = await watch_for(clients, publisher, WATCH_S)
    late = late_ms(clients, publisher, first, last)
    missing = len(clients) * (last - first + 1) - len(late)
    passed = os.times().elapsed - before[0].elapsed
    share, own = (busy_s(web) - before[1]) / passed, (sum(os.times()[:2]) - sum(before[0][:2])) / passed
    print(f"  {len(late):,} deliveries, median {statistics.median(late):.1f} ms; web {share:.2f} of its core, "
          f"clients {own:.2f} of theirs")  # fmt: skip
    told = f"{len(clients)} viewers, {len(late):,} deliveries: p99 {p99(late):.0f} ms, {missing} missing"
    record("L2", told, tier="N", holds=p99(late) <= P99_MOST_MS and not missing, by="benchmarks/live_five_hundred.py")
    figures.at_most(f"a frame to {len(clients)} viewers at 10 a second, p99", p99(late), P99_MOST_MS, "ms")
    figures.at_most("frames that did not come", missing, 0)


def busy_s(pid: int) -> float:
    words = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")


async def stalled(stack: stacks.Stack, run: str, clients: list[Client], publisher: Publisher, figures: Figures) -> None:
    """L4: frames of the longest kind, first with everybody reading and then with twenty who do not."""
    web = stack.children["web"].process.pid
    publisher.frame_bytes = LONG_FRAME_BYTES
    await asyncio.sleep(1.0)
    first, last = await watch_for(clients, publisher, WATCH_S / 2)
    quiet = p99(late_ms(clients, publisher, first, last))
    before_mb = memory_mb(web)
    visitors = [Visitor(stack.address) for _ in range(STALLED)]
    lines = [await asyncio.to_thread(Stalled, visitor, run) for visitor in visitors]
    began, most_mb = time.monotonic(), before_mb
    first = max(publisher.written) + 1
    while time.monotonic() - began < CLOSED_MOST_S:
        await asyncio.sleep(0.1)
        most_mb = max(most_mb, memory_mb(web))
    last = max(publisher.written)
    await asyncio.sleep(2.0)
    late = late_ms(clients, publisher, first, last)
    print(f"  with {STALLED} who do not read: p99 {p99(late):.1f} ms, without them {quiet:.1f} ms")
    codes = [await asyncio.to_thread(line.last_words) for line in lines]
    print(f"  who reads again after {CLOSED_MOST_S:.0f} s is told {sorted(set(codes))}")
    more, each_mb = p99(late) / quiet, (most_mb - before_mb) / STALLED
    gone = codes.count(TOO_SLOW)
    told = f"others: p99 {more:.2f} times as long; {each_mb:.2f} MB for each; {gone} of {STALLED} told 4008 in 10 s"
    kept = more <= P99_MORE_MOST and each_mb <= MEMORY_MOST_MB and gone == STALLED
    record("L4", told, tier="N", holds=kept, by="benchmarks/live_five_hundred.py")
    figures.at_most("others' p99 with 20 stalled viewers, times that without", more, P99_MORE_MOST)
    figures.at_most("memory of the server for each of them", each_mb, MEMORY_MOST_MB, "MB")
    figures.at_least("stalled viewers who were sent away within 10 s", gone, STALLED)
    for visitor in visitors[:3]:
        again = Client()
        over = asyncio.Event()
        task: asyncio.Task[Any] = asyncio.create_task(again.watch(visitor, run, over))
        deadline = time.monotonic() + 10.0
        while len(again.came) < last and time.monotonic() < deadline:
            await asyncio.sleep(0.1)
        over.set()
        await task
        assert set(range(1, last + 1)) <= again.came.keys(), "whoever comes back misses a frame"


def main() -> None:
    """Starts everything, measures, prints."""
    figures = Figures()
    with tempfile.TemporaryDirectory() as folder, stacks.running(Path(folder)) as stack:
        uvloop.run(measure(stack, figures))
    figures.write()


if __name__ == "__main__":
    sys.exit(main())
