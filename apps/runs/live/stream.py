"""The stream of a run in Redis: one entry for each frame, its id is the frame's number, writers are fenced.

Nothing here is the truth. A stream that is lost is written again, by the worker or from the archive.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from typing import Any, cast
from uuid import UUID

import redis

from apps.runs.live.archive import archived

# What Redis answers for a range of a stream: ids and fields.
Entries = Sequence[tuple[bytes, dict[bytes, bytes]]]

KEPT_AFTER_END_S = 3600
# A stream whose run never ends (its worker gone for good) does not stay for ever.
KEPT_ALIVE_S = 24 * 3600
CALL_FRAMES = 200
# The place of a run that did something else than compute its events.
ANYWHERE = -1

# KEYS: stream, fence. ARGV: attempt, number of the first frame, seconds to keep, frames.
# Answers {outcome, number of the last frame in the stream}.
APPEND = """
local fence = tonumber(redis.call('GET', KEYS[2]) or '0')
local attempt = tonumber(ARGV[1])
if attempt < fence then return {'fenced', 0} end
if attempt > fence then redis.call('SET', KEYS[2], attempt) end
redis.call('EXPIRE', KEYS[2], ARGV[3])
local newest = redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', 1)
local last = 0
if newest[1] then last = tonumber(string.match(newest[1][1], '^%d+')) end
local first = tonumber(ARGV[2])
if first > last + 1 then return {'gap', last} end
local outcome = 'dup'
for i = 4, #ARGV do
  local number = first + i - 4
  if number > last then
    redis.call('XADD', KEYS[1], string.format('%d-0', number), 'f', ARGV[i])
    last = number
    outcome = 'ok'
  end
end
redis.call('EXPIRE', KEYS[1], ARGV[3])
return {outcome, last}
"""


class Outcome(Enum):
    """What became of frames that were appended."""

    OK = "ok"
    DUP = "dup"
    GAP = "gap"
    FENCED = "fenced"


def frames_key(run_id: object) -> str:
    return f"backlot:run:{{{run_id}}}:frames"


def fence_key(run_id: object) -> str:
    return f"backlot:run:{{{run_id}}}:fence"


def _computing_key(worker: str) -> str:
    return f"backlot:computing:{worker}"


class Writer:
    """Appends frames on behalf of one worker process."""

    def __init__(self, client: redis.Redis) -> None:
        self._client = client
        self._append = client.register_script(APPEND)
        self._marker: Any = None
        self._marked: tuple[str, str] | None = None

    def append(self, run_id: object, attempt: int, first: int, frames: Sequence[bytes]) -> tuple[Outcome, int]:
        """Appends frames numbered from `first`. On GAP nothing is written; the number says where the stream ends."""
        keys = [frames_key(run_id), fence_key(run_id)]
        outcome, last = self._append(keys=keys, args=[attempt, first, KEPT_ALIVE_S, *frames])
        return Outcome(outcome.decode()), int(last)

    def mark_computing(self, worker: str, run_id: object, place: int = ANYWHERE) -> None:
        """Says with which run this worker is busy from now on, and where the run stands (see `execution/blame.py`).

        Said on a line of its own that is never answered: a desk says it hundreds of times a second, and what the
        kernel has taken is delivered even when the process is killed. What was said last is not said again.
        """
        said = (worker, f"{run_id} {place}")
        if said == self._marked:
            return
        self._say(worker, "SET", _computing_key(worker), said[1], "EX", KEPT_ALIVE_S)
        self._marked = said

    def leave(self, worker: str) -> None:
        """This worker says nothing more, and nothing is kept of what it said."""
        self._say(worker, "UNLINK", _computing_key(worker))
        self.close()

    def _say(self, worker: str, *words: Any) -> None:
        try:
            if self._marker is None:
                self._marker = self._client.connection_pool.make_connection()
                self._marker.connect()
                # First of all no answers: a line that ends with one unread is cut, and its last words may be lost.
                self._marker.send_command("CLIENT", "REPLY", "OFF")
                self._marker.send_command("CLIENT", "SETNAME", _line(worker))
            self._marker.send_command(*words)
        except redis.RedisError:
            self._marker = self._marked = None
            raise

    def close(self) -> None:
        """Nothing more will be said."""
        if self._marker is not None:
            self._marker.disconnect()
            self._marker = self._marked = None

    def let_go(self, run_id: object) -> None:
        """The run has ended and is in the archive: the stream may go after a while."""
        with self._client.pipeline(transaction=False) as pipe:
            pipe.expire(frames_key(run_id), KEPT_AFTER_END_S)
            pipe.expire(fence_key(run_id), KEPT_AFTER_END_S)
            pipe.execute()


def frames_after(client: redis.Redis, run_id: UUID | str, after: int, limit: int) -> list[bytes]:
    """At most `limit` frames that follow number `after` without a hole: from the stream, else from the archive."""
    try:
        entries = cast(Entries, client.xrange(frames_key(run_id), min=f"{after + 1}-0", count=limit))
    except redis.RedisError:
        entries = []
    return contiguous(entries, after) or archived(run_id, after, limit)


def place_of(client: redis.Redis, worker: str, run_id: object) -> int | None:
    """Where this run stood when its worker was busy with it; None if the worker was not.

    A broker that forgot suspects nobody. A worker whose line is still open is late and not gone: `ANYWHERE`.
    """
    try:
        told = cast(bytes | None, client.get(_computing_key(worker)))
    except redis.RedisError:
        return None
    whose, _, place = (told or b"").decode().partition(" ")
    if whose != str(run_id):
        return None
    return ANYWHERE if holds_line(client, worker) else int(place)


def holds_line(client: redis.Redis, worker: str) -> bool:
    """False when the broker knows that this worker is gone; one that does not tell knows nothing."""
    try:
        return any(each["name"] == _line(worker) for each in client.client_list())
    except redis.RedisError:
        return True


def _line(worker: str) -> str:
    """What the broker calls the line on which a worker says what it does."""
    return f"backlot-desk:{worker.replace(' ', '-')}"


def contiguous(entries: Entries, after: int) -> list[bytes]:
    """The frames of stream entries as long as their numbers follow `after` one by one."""
    frames: list[bytes] = []
    for entry_id, fields in entries:
        if number_of(entry_id) != after + len(frames) + 1:
            break
        frames.append(fields[b"f"])
    return frames


def number_of(entry_id: bytes) -> int:
    """The frame number in a stream entry's id."""
    return int(entry_id.partition(b"-")[0])
