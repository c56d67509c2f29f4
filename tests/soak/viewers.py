"""Viewers whose network breaks off without a word, again and again, over a websocket or over server-sent events."""

from __future__ import annotations

import asyncio
import contextlib
import json
import random
import socket
import struct
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import websockets

from tests.visitor import Visitor

ENDED = ("done", "failed", "cancelled")
# Close at once, and send a reset instead of a farewell.
RESET = struct.pack("ii", 1, 0)
PATIENCE_S = 20.0
AGAIN_S = 0.3


class Full(Exception):
    """All seats of this person are taken."""


@dataclass
class Viewer:
    """Follows a run to its end through many connections; keeps every frame in the order of coming."""

    visitor: Visitor
    run: str
    dice: random.Random
    stays_s: float
    over_events: bool = False
    frames: list[dict[str, Any]] = field(default_factory=list)
    resets: int = 0
    refused: int = 0
    told_at: float = 0.0
    has_ended: bool = False

    async def watch(self, breaks_until: float) -> None:
        """Until the run has ended; connections break off until `breaks_until` (monotonic)."""
        while not self.has_ended:
            leaves_at = time.monotonic() + self.dice.expovariate(1.0 / self.stays_s)
            told = self._events() if self.over_events else self._socket()
            async with contextlib.aclosing(told):
                is_reset = False
                while not self.has_ended and not is_reset:
                    wait_s = leaves_at - time.monotonic() if leaves_at < breaks_until else PATIENCE_S
                    try:
                        async with asyncio.timeout(max(wait_s, 0.0)):
                            self._take(await anext(told))
                    except Full:
                        self.refused += 1
                        is_reset = True
                        await asyncio.sleep(AGAIN_S)
                    except TimeoutError:
                        assert leaves_at < breaks_until, f"nothing came for {PATIENCE_S} s"
                        is_reset = True
            self.resets += is_reset and time.monotonic() >= leaves_at

    def _take(self, message: dict[str, Any]) -> None:
        if message["type"] == "frames":
            self.frames += message["frames"]
        self.has_ended = message["type"] == "state" and message["state"] in ENDED
        if self.has_ended:
            self.told_at = time.time()

    async def _socket(self) -> AsyncIterator[dict[str, Any]]:
        try:
            line = await self.visitor.socket(self.run)
        except websockets.InvalidStatus as told:
            # The server has not noticed yet that our former lines are gone: a browser comes again too.
            raise Full from told
        try:
            await line.send(json.dumps({"type": "hello", "after": len(self.frames)}))
            while True:
                yield json.loads(await line.recv())
        except websockets.ConnectionClosed as closed:
            raise AssertionError(f"the server closed the line: {closed}") from closed
        finally:
            reset(line.transport)

    async def _events(self) -> AsyncIterator[dict[str, Any]]:
        url = urlsplit(self.visitor.address)
        reader, writer = await asyncio.open_connection(url.hostname, url.port, limit=2**22)
        path = f"/runs/{self.run}/events/?after={len(self.frames)}"
        lines = [f"GET {path} HTTP/1.1", f"Host: {url.netloc}", f"Cookie: {self.visitor.cookie}", "", ""]
        try:
            writer.write("\r\n".join(lines).encode())
            if b" 429 " in (status := await reader.readline()):
                raise Full
            assert b" 200 " in status, status
            while line := await reader.readline():
                if line.startswith(b"data: "):
                    yield json.loads(line.removeprefix(b"data: "))
            raise AssertionError("the server ended the stream")
        finally:
            reset(writer.transport)


def reset(transport: Any) -> None:
    """Breaks a connection off with a reset."""
    known = transport.get_extra_info("socket")
    if known is not None and known.fileno() >= 0:
        known.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
    transport.abort()
