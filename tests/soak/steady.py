"""A run with a viewer who comes back whenever the line breaks, and what must be true of both at the end."""

from __future__ import annotations

import asyncio
import json
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson
import websockets

from tests.apps.replay import replay
from tests.visitor import Visitor

AGAIN_S = 0.3
ENDED = ("done", "failed", "cancelled")


@dataclass
class Steady:
    """One run; `gaps_s` are the waits between messages with frames while the run had a clock."""

    run: str
    visitor: Visitor
    seed: int
    frames: list[dict[str, Any]] = field(default_factory=list)
    log: list[dict[str, Any]] = field(default_factory=list)
    state: str = ""
    gaps_s: list[float] = field(default_factory=list)
    codes: list[int] = field(default_factory=list)
    heard_at: float = 0.0

    @classmethod
    def pressed(cls, visitor: Visitor, design: str, dice: random.Random, shapes: Sequence[tuple[float, int]]) -> Steady:
        """A new run of one of these shapes (simulated seconds, speed)."""
        duration_s, speed = dice.choice(shapes)
        seed = dice.randrange(2**31)
        return cls(visitor.press_run(design, seed=seed, speed=speed, duration_s=duration_s), visitor, seed)

    async def watch(self) -> None:
        """Until the run has ended, through as many lines as it takes."""
        while self.state not in ENDED:
            try:
                async with self.visitor.socket(self.run) as line:
                    await line.send(json.dumps({"type": "hello", "after": len(self.frames)}))
                    async for text in line:
                        self._take(json.loads(text))
                        if self.state in ENDED:
                            return
                self.codes.append(line.close_code or 0)
            except websockets.InvalidStatus as refused:
                self.codes.append(refused.response.status_code)
            except (OSError, websockets.InvalidHandshake, websockets.ConnectionClosed):
                self.codes.append(0)
            await asyncio.sleep(AGAIN_S)

    def _take(self, message: dict[str, Any]) -> None:
        if message["type"] == "frames":
            now = time.monotonic()
            if self.frames:
                self.gaps_s.append(now - self.heard_at)
            self.heard_at = now
            self.frames += message["frames"]
        elif message["type"] == "log":
            self.log = message["entries"]
        elif message["type"] == "state":
            self.state = message["state"]

    def judge(self, row: dict[str, Any]) -> None:
        """By the row and by a plain replay."""
        document = self.visitor.ask("GET", f"/runs/{self.run}/document.json").body.decode()
        expected = replay(document, self.seed, self.log)
        assert (row["state"], self.state) == ("done", "done"), row
        assert [frame["n"] for frame in self.frames] == list(range(1, len(expected.frames) + 1))
        assert self.frames == [orjson.loads(frame) for frame in expected.frames]
        assert row["result_digest"] == expected.digest
