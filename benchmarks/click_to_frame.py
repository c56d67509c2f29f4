"""From the click on Run to the first frame on a socket, with a warm worker: the server's part of the wait.

The click is POST /runs/; the socket is opened as soon as the answer names it, as the page does.
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

CLICKS = 20
CEILING_MS = 300.0


async def click(visitor: Visitor, design: str, number: int) -> float:
    """Seconds from the click to the first frame; the run is cancelled afterwards."""
    began = time.monotonic()
    run = await asyncio.to_thread(visitor.press_run, design, seed=number)
    async with visitor.socket(run) as socket:
        await socket.send(json.dumps({"type": "hello", "after": 0}))
        while json.loads(await socket.recv())["type"] != "frames":
            continue
        took_s = time.monotonic() - began
    visitor.ask("POST", f"/runs/{run}/control/", {"action": "cancel"})
    return took_s


async def clicks(address: str) -> list[float]:
    """A few people, so that nobody meets the limit of runs within a minute."""
    took: list[float] = []
    for _ in range(4):
        visitor = Visitor(address)
        design = visitor.new_design()
        await click(visitor, design, 0)
        for number in range(CLICKS // 4):
            took.append(await click(visitor, design, number))
            await asyncio.sleep(0.3)
    return took


def main() -> None:
    """Starts everything, clicks, prints."""
    figures = Figures()
    with tempfile.TemporaryDirectory() as folder, stacks.running(Path(folder)) as stack:
        took_ms = sorted(took_s * 1000 for took_s in asyncio.run(clicks(stack.address)))
    print(f"  {len(took_ms)} clicks, {took_ms[0]:.0f} to {took_ms[-1]:.0f} ms")
    figures.at_most("click on Run to first frame on the socket, median", statistics.median(took_ms), CEILING_MS, "ms")
    figures.write()


if __name__ == "__main__":
    main()
