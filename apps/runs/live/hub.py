"""The hub of one web process: one reader of Redis and one reader of the database for all sockets."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from typing import Any, cast

import redis
import redis.asyncio
from channels.db import database_sync_to_async

from apps.runs.live.archive import archived
from apps.runs.live.bell import CHANNEL
from apps.runs.live.connections import connect_async
from apps.runs.live.ending import end, is_wanted
from apps.runs.live.rows import read_rows
from apps.runs.live.stream import Entries, contiguous, frames_key, number_of
from apps.runs.live.watch import Watch

BLOCK_MS = 1000
READ_COUNT = 200
POLL_S = 1.0
RETRY_S = 0.2
BROKEN = (redis.RedisError, OSError)
logger = logging.getLogger(__name__)


class Hub:
    """Watches runs as long as somebody in this process does. Lives in one event loop."""

    def __init__(self) -> None:
        self.watches: dict[str, Watch] = {}
        self._client = connect_async()
        self._tailer = connect_async(socket_timeout=BLOCK_MS / 1000 + 2.0, single=True)
        self._tailer_id: int | None = None
        self._rung = asyncio.Event()
        self._joining = asyncio.Lock()
        self._tasks: list[asyncio.Task[None]] = []

    async def join(self, run_id: str) -> Watch:
        """The watch of a run, for one more viewer; `leave` when done. Raises KeyError if there is no such run."""
        async with self._joining:
            watch = self.watches.get(run_id)
            if watch is None:
                watch = await self._begin(run_id)
                self.watches[run_id] = watch
                await self._unblock()
            watch.viewers += 1
            if not self._tasks:
                self._tasks = [asyncio.create_task(work()) for work in (self._tail, self._listen, self._poll)]
        return watch

    def leave(self, watch: Watch) -> None:
        """One viewer less; nobody watches an empty room."""
        watch.viewers -= 1
        if watch.viewers <= 0:
            self.watches.pop(watch.run_id, None)

    async def close(self) -> None:
        """Ends the readers, for tests."""
        await end(*self._tasks)
        await self._client.aclose()
        await self._tailer.aclose()

    async def read(self, run_id: str, after: int, limit: int) -> list[bytes]:
        """Frames that follow `after` without a hole, from the stream, else from the archive."""
        try:
            answer = await self._client.xrange(frames_key(run_id), min=f"{after + 1}-0", count=limit)
            entries = cast(Entries, answer)
        except BROKEN:
            entries = []
        return contiguous(entries, after) or await database_sync_to_async(archived)(run_id, after, limit)

    async def refresh(self) -> None:
        """Reads the rows of all watched runs again and wakes the viewers of those that changed."""
        known = {watch.run_id: watch.row["log_key"] for watch in self.watches.values()}
        rows, logs = await database_sync_to_async(read_rows)(known)
        for run_id, row in rows.items():
            watch = self.watches.get(run_id)
            if watch is not None and row != watch.row:
                watch.show(row, logs.get(run_id))
                watch.notify()

    async def _begin(self, run_id: str) -> Watch:
        rows, logs = await database_sync_to_async(read_rows)({run_id: ""})
        try:
            newest = cast(Entries, await self._client.xrevrange(frames_key(run_id), count=1))
        except BROKEN:
            newest = []
        last = number_of(newest[0][0]) if newest else 0
        return Watch(run_id, last, rows[run_id], logs[run_id])

    async def _tail(self) -> None:
        while is_wanted():
            watched = {frames_key(watch.run_id): watch for watch in self.watches.values() if not watch.has_ended}
            if not watched:
                await asyncio.sleep(RETRY_S / 4)
                continue
            positions: dict[Any, Any] = {key: f"{watch.last}-0" for key, watch in watched.items()}
            try:
                if self._tailer_id is None:
                    self._tailer_id = await self._tailer.client_id()
                answer: Any = await self._tailer.xread(positions, count=READ_COUNT, block=BLOCK_MS)
            except BROKEN as error:
                self._tailer_id = None
                logger.warning("the stream is away: %s", error)
                await asyncio.sleep(RETRY_S)
                continue
            for key, entries in answer or []:
                self._deliver(watched[key.decode()], entries)

    def _deliver(self, watch: Watch, entries: Entries) -> None:
        for entry_id, fields in entries:
            watch.add(number_of(entry_id), fields[b"f"])
        watch.notify()

    async def _unblock(self) -> None:
        """The tailer waits on the runs it knew: it should look again."""
        if self._tailer_id is not None:
            with contextlib.suppress(*BROKEN):
                await self._client.client_unblock(self._tailer_id)

    async def _listen(self) -> None:
        while is_wanted():
            try:
                async with self._client.pubsub(ignore_subscribe_messages=True) as pubsub:
                    await pubsub.subscribe(CHANNEL)
                    while is_wanted():
                        message = await pubsub.get_message(timeout=POLL_S)
                        if message is not None and message["data"].decode() in self.watches:
                            self._rung.set()
            except BROKEN as error:
                logger.warning("the bell is away: %s", error)
                await asyncio.sleep(RETRY_S)

    async def _poll(self) -> None:
        while is_wanted():
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(POLL_S):
                    await self._rung.wait()
            self._rung.clear()
            try:
                await self.refresh()
            except Exception:
                logger.exception("the rows of watched runs could not be read")
                await asyncio.sleep(RETRY_S)


_hubs: dict[asyncio.AbstractEventLoop, Hub] = {}


def hub() -> Hub:
    """The hub of the event loop that asks."""
    loop = asyncio.get_running_loop()
    if loop not in _hubs:
        _hubs[loop] = Hub()
    return _hubs[loop]
