"""One run as its people live it: a viewer who never disconnects, and somebody who breaks things all the time."""

from __future__ import annotations

import asyncio
import json
import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.visitor import Answer, Visitor

ENDED = ("done", "failed", "cancelled")
# Answers that ask for patience: something is away, or one has pressed too often.
LATER = (429, 503)
AGAIN_S = 0.5
PATIENCE_S = 60.0


@dataclass
class Watched:
    """One run with its viewer; `arrivals` are the times (monotonic) at which a frame came, by number."""

    run: str
    visitor: Visitor
    seed: int
    frames: list[dict[str, Any]] = field(default_factory=list)
    arrivals: list[float] = field(default_factory=list)
    log: list[dict[str, Any]] = field(default_factory=list)
    states: list[str] = field(default_factory=list)
    accepted: list[int] = field(default_factory=list)
    sent_again: int = 0
    too_late: int = 0
    # How long it took to be told that it is too late.
    told_s: float = 0.0

    async def watch(self) -> None:
        """Until the run has ended."""
        async with self.visitor.socket(self.run, open_timeout=PATIENCE_S) as socket:
            await socket.send('{"type": "hello", "after": 0}')
            async for text in socket:
                if self._is_over(json.loads(text)):
                    return
        raise AssertionError(f"the socket of run {self.run} closed after frame {len(self.frames)}")

    def _is_over(self, message: dict[str, Any]) -> bool:
        if message["type"] == "frames":
            self.frames += message["frames"]
            self.arrivals += [time.monotonic()] * len(message["frames"])
        elif message["type"] == "log":
            self.log = message["entries"]
        elif message["type"] == "state":
            self.states.append(message["state"])
        return bool(self.states) and self.states[-1] in ENDED

    async def break_things(self, dice: random.Random, every_s: tuple[float, float] = (0.5, 4.0)) -> None:
        """Kills and restores instances at random moments, as long as the run takes it."""
        while True:
            await asyncio.sleep(dice.uniform(*every_s))
            words = {"parameters": {"count": 1}, "heal": dice.random() < 0.5, "key": str(dice.random())}
            # Every tenth is sent twice, as a browser does that lost the answer.
            times = 2 if dice.random() < 0.1 else 1
            self.sent_again += times - 1
            for _ in range(times):
                began = time.monotonic()
                answer = await answered(self.visitor.intervene, self.run, "kill_instances", "service", **words)
            if answer.status == 409:
                self.too_late += 1
                self.told_s = time.monotonic() - began
                return
            assert answer.status == 201, answer
            self.accepted.append(answer.json()["number"])


async def answered(ask: Callable[..., Answer], *words: Any, **named: Any) -> Answer:
    """Asks, and asks again as long as the web says that it has to wait for something."""
    until = time.monotonic() + PATIENCE_S
    while True:
        answer = await asyncio.to_thread(ask, *words, **named)
        if answer.status not in LATER or time.monotonic() > until:
            return answer
        await asyncio.sleep(AGAIN_S)
