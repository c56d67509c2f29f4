"""200 websocket clients watch one run: how late do its frames come, and does any go missing?

Real server processes, one machine: broker, web process, worker and all clients share its cores, which
makes every figure worse than a viewer would see it. A delivery is timed from the moment the first of all clients
has a frame to the moment each other client has it, and from the frame's own due time.
"""

from __future__ import annotations

import asyncio
import json
import statistics
import tempfile
import time
from pathlib import Path

from benchmarks.figures import Figures
from tests.browser import stack as stacks
from tests.visitor import Visitor

CLIENTS = 200
WATCH_S = 20.0
CEILING_MS = 250.0


class Client:
    """One viewer; notes when each frame came."""

    def __init__(self) -> None:
        self.came: dict[int, float] = {}

    async def watch(self, visitor: Visitor, run: str, until: asyncio.Event) -> None:
        async with visitor.socket(run, compression=None) as socket:
            await socket.send(json.dumps({"type": "hello", "after": 0}))
            while not until.is_set():
                try:
                    async with asyncio.timeout(1.0):
                        text = await socket.recv()
                except TimeoutError:
                    continue
                now = time.monotonic()
                message = json.loads(text)
                for frame in message.get("frames", []):
                    self.came[frame["n"]] = now


async def measure(address: str, figures: Figures) -> None:
    """Watches the public showcase run, as visitors of the landing page do."""
    host = Visitor(address)
    panel = host.ask("POST", "/showcase/", {}, **{"HX-Request": "true"}).body.decode()
    run = panel.split('data-run="')[1].split('"')[0]
    until = asyncio.Event()
    clients = [Client() for _ in range(CLIENTS)]
    tasks = [asyncio.create_task(client.watch(Visitor(address), run, until)) for client in clients]
    await asyncio.sleep(5.0)
    begin = max(max(client.came, default=0) for client in clients) + 1
    await asyncio.sleep(WATCH_S)
    end = min(max(client.came, default=0) for client in clients)
    until.set()
    await asyncio.gather(*tasks)
    report(clients, begin, end, figures)


def report(clients: list[Client], begin: int, end: int, figures: Figures) -> None:
    """Spread between clients, delay against the pace of the run, and what is missing."""
    frames = range(begin, end + 1)
    missing = sum(number not in client.came for client in clients for number in frames)
    first = {number: min(client.came[number] for client in clients if number in client.came) for number in frames}
    # The run's own pace: the earliest that a frame came after the time it was due, over all frames.
    start = min(first[number] - number * 0.25 for number in frames)
    late_ms = [
        (client.came[number] - (start + number * 0.25)) * 1000
        for client in clients
        for number in frames
        if number in client.came
    ]
    p50, p99 = statistics.median(late_ms), statistics.quantiles(late_ms, n=100)[-1]
    print(f"  {len(clients)} clients, {len(frames)} frames each, {len(late_ms):,} deliveries, median {p50:.1f} ms")
    figures.at_most(f"delivery of a frame to {CLIENTS} websocket clients, p99", p99, CEILING_MS, "ms")
    figures.at_most("frames that did not come", missing, 0)
    figures.at_least("frames watched by each client", len(frames), 0.8 * WATCH_S / 0.25)


def main() -> None:
    """Starts everything, watches, prints."""
    figures = Figures()
    with tempfile.TemporaryDirectory() as folder, stacks.running(Path(folder)) as stack:
        asyncio.run(measure(stack.address, figures))
    figures.write()


if __name__ == "__main__":
    main()
