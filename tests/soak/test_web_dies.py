"""The web process is killed while five hundred watch: how soon is everybody back, and is anything missing (L3)?"""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import websockets

from start import processes
from tests import tiny
from tests.browser import stack as stacks
from tests.reliability.record import record
from tests.visitor import Visitor

VISITORS, SEATS = 25, 20
SHARE_BACK = 0.99
BACK_S_MOST = 3.0
AGAIN_S = 0.25
FRAMES_APART = 2


@dataclass
class Tab:
    """A tab that comes back whenever its line breaks. `numbers` are its frames in the order of coming."""

    visitor: Visitor
    run: str
    numbers: list[int] = field(default_factory=list)
    # The newest frame after each message, by time.
    heard: list[tuple[float, int]] = field(default_factory=list)

    async def watch(self) -> None:
        while True:
            with contextlib.suppress(OSError, websockets.InvalidHandshake, websockets.ConnectionClosed):
                async with self.visitor.socket(self.run, compression=None) as line:
                    await line.send(json.dumps({"type": "hello", "after": len(self.numbers)}))
                    async for text in line:
                        self._take(json.loads(text))
            await asyncio.sleep(AGAIN_S)

    def _take(self, message: dict[str, Any]) -> None:
        if message["type"] == "frames":
            self.numbers += [frame["n"] for frame in message["frames"]]
            self.heard.append((time.monotonic(), self.numbers[-1]))

    def caught_up_after(self, began: float, newest: dict[float, int]) -> float:
        """Seconds from `began` to the first message with which this tab has what any tab has by then."""
        for at, number in self.heard:
            if at > began and number >= max(known for when, known in newest.items() if when <= at) - FRAMES_APART:
                return at - began
        return float("inf")


async def test_five_hundred_come_back_to_a_web_process_that_starts_again(tmp_path: Path) -> None:
    with stacks.running(tmp_path) as stack:
        visitors = [Visitor(stack.address) for _ in range(VISITORS)]
        design = visitors[0].new_design(tiny.document(rate_per_s=40.0))
        run = visitors[0].press_run(design, speed=1, duration_s=600.0)
        stack.execute("UPDATE runs_run SET is_public = TRUE")
        tabs = [Tab(visitor, run) for visitor in visitors for _ in range(SEATS)]
        watching = [asyncio.create_task(tab.watch()) for tab in tabs]
        async with asyncio.timeout(120.0):
            while not all(tab.numbers for tab in tabs):
                await asyncio.sleep(0.2)
        await asyncio.sleep(5.0)
        web = stack.children.pop("web")
        web.process.kill()
        web.process.wait()
        stack.children["web"] = processes.start_web(int(stack.address.rsplit(":", 1)[1]), stack.environment)
        await asyncio.to_thread(processes.wait_for_page, stack.address)
        answers_at = time.monotonic()
        await asyncio.sleep(15.0)
        for task in watching:
            task.cancel()
        await asyncio.gather(*watching, return_exceptions=True)
    newest: dict[float, int] = {}
    for at, number in sorted(each for tab in tabs for each in tab.heard):
        newest[round(at, 1)] = max(number, *list(newest.values())[-1:], 0)
    waits = sorted(tab.caught_up_after(answers_at, newest) for tab in tabs)
    back = waits[int(SHARE_BACK * len(waits)) - 1]
    told = (
        f"{len(tabs)} tabs: {SHARE_BACK:.0%} caught up {back:.1f} s after the web answered, the last {waits[-1]:.1f} s"
    )
    print(told)
    assert all(tab.numbers == list(range(1, len(tab.numbers) + 1)) for tab in tabs), (
        "a tab misses a frame or has one twice"
    )
    record("L3", told, tier="N", holds=back <= BACK_S_MOST)
