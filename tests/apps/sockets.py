"""A viewer in the same process: the socket's application, with somebody's cookies."""

from __future__ import annotations

import json
import zlib
from typing import Any

from asgiref.testing import ApplicationCommunicator

from sandbox.routing import sockets
from tests.people import Someone

ORIGIN = "http://testserver"


class Viewer:
    """What a browser would see of `/ws/runs/ID/`."""

    def __init__(self, someone: Someone, run_id: object, *, origin: str | None = ORIGIN, path: str = "") -> None:
        cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in someone.client.cookies.items())
        headers = [(b"host", b"testserver"), (b"cookie", cookies.encode())]
        headers += [(b"origin", origin.encode())] if origin is not None else []
        address = path or f"/ws/runs/{run_id}/"
        scope = {"type": "websocket", "scheme": "ws", "path": address, "query_string": b"", "headers": headers}
        self._socket = ApplicationCommunicator(sockets, scope | {"client": ("127.0.0.1", 1), "subprotocols": []})
        self.welcome: dict[str, Any] = {}
        self.log: list[dict[str, Any]] = []
        self.states: list[str] = []
        self.frames: list[dict[str, Any]] = []
        self.closed: int | None = None
        self.heard_bytes = 0

    async def open(self, after: int | None = 0) -> bool:
        """Connects and says hello; False if nobody let us in."""
        await self._socket.send_input({"type": "websocket.connect"})
        connected = (await self._socket.receive_output(timeout=5))["type"] == "websocket.accept"
        if connected and after is not None:
            await self.say({"type": "hello", "after": after})
        return connected

    async def say(self, message: object) -> None:
        text = message if isinstance(message, str) else json.dumps(message)
        await self._socket.send_input({"type": "websocket.receive", "text": text})

    async def say_bytes(self, message: bytes) -> None:
        await self._socket.send_input({"type": "websocket.receive", "bytes": message})

    async def hear(self, timeout: float = 5.0) -> dict[str, Any]:
        """The next message, filed under its type; {} when the socket was closed (see `closed`)."""
        event = await self._socket.receive_output(timeout=timeout)
        if event["type"] == "websocket.close":
            self.closed = event["code"]
            return {}
        self.heard_bytes = len(event.get("bytes") or event["text"])
        text = zlib.decompress(event["bytes"]).decode() if event.get("bytes") else event["text"]
        message: dict[str, Any] = json.loads(text)
        self._file(message)
        return message

    async def hear_until_state(self, state: str, timeout: float = 10.0) -> None:
        while state not in self.states:
            assert await self.hear(timeout), f"closed with {self.closed}"

    async def hear_frames(self, count: int) -> None:
        while len(self.frames) < count:
            assert await self.hear(), f"closed with {self.closed}"

    async def is_silent(self, timeout: float = 0.3) -> bool:
        return bool(await self._socket.receive_nothing(timeout=timeout))

    async def close(self) -> None:
        await self._socket.send_input({"type": "websocket.disconnect", "code": 1005})
        await self._socket.wait(timeout=5)

    def numbers(self) -> list[int]:
        return [frame["n"] for frame in self.frames]

    def _file(self, message: dict[str, Any]) -> None:
        kind = message["type"]
        if kind == "frames":
            self.frames += message["frames"]
        elif kind == "log":
            self.log = message["entries"]
        elif kind == "state":
            self.states.append(message["state"])
        else:
            self.welcome = message
