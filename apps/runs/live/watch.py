"""One run as the viewers of this process see it: its newest frames, its state, its log."""

from __future__ import annotations

import asyncio
import zlib
from collections import deque
from collections.abc import Callable, Coroutine
from typing import Any

import orjson

RING_FRAMES = 256
RING_BYTES = 4_000_000
MESSAGE_FRAMES = 64
MESSAGE_BYTES = 400_000
# Shorter messages are sent as they are: packing them would save little.
PACKED_FROM_BYTES = 1_000
PACKED_LEVEL = 6
PACKED_MOST = 32

ReadFrames = Callable[[str, int, int], Coroutine[Any, Any, list[bytes]]]


class Watch:
    """Shared by all viewers of a run; a viewer owns nothing but the number of its last frame.

    Viewers never queue up frames: whoever is slow reads later from the ring, the stream or the archive.
    """

    def __init__(self, run_id: str, last: int, row: dict[str, Any], log: list[dict[str, Any]]) -> None:
        self.run_id = run_id
        self.viewers = 0
        self.last = last
        self._ring: deque[bytes] = deque()
        self._ring_bytes = 0
        self._changed = asyncio.Event()
        self._messages: dict[tuple[int, int], str] = {}
        self._packed: dict[str, bytes] = {}
        self._reading: dict[int, asyncio.Task[list[bytes]]] = {}
        self.row = row
        self.state_version = self.log_version = 1
        self.state_message = _state_message(row)
        self.log_message = _log_message(log)

    @property
    def has_ended(self) -> bool:
        return bool(self.row["has_ended"])

    @property
    def top(self) -> int:
        """The number of the last frame that there is."""
        return max(self.last, self.row["frames_done"] if self.has_ended else 0)

    def changed(self) -> asyncio.Event:
        """Is set with the next change. Ask for it before looking, so that no change falls in between."""
        return self._changed

    def add(self, number: int, frame: bytes) -> None:
        """One more frame from the tailer; a number that does not follow empties the ring."""
        if number <= self.last:
            return
        if number != self.last + 1:
            self._ring.clear()
            self._ring_bytes = 0
        self._ring.append(frame)
        self._ring_bytes += len(frame)
        self.last = number
        while len(self._ring) > RING_FRAMES or self._ring_bytes > RING_BYTES:
            self._ring_bytes -= len(self._ring.popleft())

    def show(self, row: dict[str, Any], log: list[dict[str, Any]] | None) -> None:
        """What the database says now; `log` is None unless it was read again."""
        state_message, self.row = _state_message(row), row
        if state_message != self.state_message:
            self.state_message = state_message
            self.state_version += 1
        if log is not None and (log_message := _log_message(log)) != self.log_message:
            self.log_message = log_message
            self.log_version += 1

    def notify(self) -> None:
        """Wakes every viewer."""
        self._changed.set()
        self._changed = asyncio.Event()
        self._messages.clear()
        self._packed.clear()

    async def frames_after(self, number: int, read: ReadFrames) -> tuple[str, int] | None:
        """The next `frames` message for a viewer who has everything up to `number`, and its last number."""
        oldest = self.last - len(self._ring) + 1
        if number >= self.top:
            return None
        if oldest <= number + 1 <= self.last:
            return self._from_ring(number, oldest)
        frames = await self._read_once(number, read)
        return _message(_cut(frames), number) if frames else None

    async def _read_once(self, number: int, read: ReadFrames) -> list[bytes]:
        """One question for all viewers at the same number: when a web process starts again, hundreds stand there."""
        reading = self._reading.get(number)
        if reading is None:
            reading = self._reading[number] = asyncio.create_task(read(self.run_id, number, MESSAGE_FRAMES))
            reading.add_done_callback(lambda _: self._reading.pop(number))
        return await asyncio.shield(reading)

    def packed(self, text: str) -> bytes:
        """A message as compressed bytes, packed once for all viewers who are told the same."""
        if text not in self._packed:
            if len(self._packed) >= PACKED_MOST:
                self._packed.clear()
            self._packed[text] = zlib.compress(text.encode(), PACKED_LEVEL)
        return self._packed[text]

    def _from_ring(self, number: int, oldest: int) -> tuple[str, int]:
        """Encoded once for all viewers at the same number."""
        key = (number, self.last)
        start = number + 1 - oldest
        frames = _cut([self._ring[index] for index in range(start, min(start + MESSAGE_FRAMES, len(self._ring)))])
        if key not in self._messages:
            self._messages[key] = _message(frames, number)[0]
        return self._messages[key], number + len(frames)


def welcome(watch: Watch) -> str:
    """The first message of a socket."""
    row = watch.row
    message = {
        "type": "welcome",
        "state": row["state"],
        "reason": row["reason"],
        "top": watch.top,
        "layout": row["layout"],
        "speed": row["speed"],
        "paused": row["paused"],
        "place_in_line": row["place_in_line"],
        "wait_s": row["wait_s"],
        "frames_count": row["frames_count"],
    }
    return orjson.dumps(message).decode()


def _state_message(row: dict[str, Any]) -> str:
    names = ("state", "reason", "speed", "paused", "place_in_line", "wait_s")
    return orjson.dumps({"type": "state"} | {name: row[name] for name in names}).decode()


def _log_message(log: list[dict[str, Any]]) -> str:
    return orjson.dumps({"type": "log", "entries": log}).decode()


def _message(frames: list[bytes], after: int) -> tuple[str, int]:
    text = b'{"type":"frames","frames":[' + b",".join(frames) + b"]}"
    return text.decode(), after + len(frames)


def _cut(frames: list[bytes]) -> list[bytes]:
    """As many frames as fit into one message; at least one."""
    size = 0
    for index, frame in enumerate(frames):
        size += len(frame)
        if size > MESSAGE_BYTES and index:
            return frames[:index]
    return frames
