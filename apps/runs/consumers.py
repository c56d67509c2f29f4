"""The socket of a run: who may listen, from which number, and how it is told to go."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import time
from collections import deque
from functools import partial
from typing import Any

import redis
from channels.consumer import get_handler_name
from channels.generic.websocket import AsyncWebsocketConsumer
from django.db import Error as DatabaseError

from apps.accounts.models import Person
from apps.accounts.queries import COOKIE, person_again
from apps.common.policy import SOCKETS, within
from apps.common.together import ask
from apps.runs.live.ending import end, is_wanted
from apps.runs.live.hub import hub
from apps.runs.live.viewing import give_seat_back, has_seat, is_beyond, messages, take_seat
from apps.runs.live.watch import PACKED_FROM_BYTES, Watch
from apps.runs.models import Run

NOT_UNDERSTOOD = 4000
NOT_ALLOWED = 4003
TOO_SLOW = 4008
TOO_MANY_MESSAGES = 4009
START_AGAIN = 4010
TRY_AGAIN = 1013

MESSAGE_CHARACTERS = 1000
MESSAGES_PER_S = 20
SLOW_S = 5.0
CLOSE_S = 2.0
RECHECK_S = 5.0
# The name of no layer: what the framework finds under it is None.
NO_LAYER = "none"
logger = logging.getLogger(__name__)


class RunConsumer(AsyncWebsocketConsumer):  # type: ignore[misc]
    """One viewer of one run."""

    def __init__(self) -> None:
        super().__init__()
        self.run_id = ""
        self.holder = ""
        self.watch: Watch | None = None
        self.sender: asyncio.Task[None] | None = None
        self.guard: asyncio.Task[None] | None = None
        self.group = ""
        self.times: deque[float] = deque(maxlen=MESSAGES_PER_S)
        self.is_begun = self.is_leaving = False
        self.gone = asyncio.Event()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        try:
            await self._live(scope, receive, send)
        finally:
            # Whoever goes before we have said yes, or meets an error of ours, is not announced as gone.
            await self._let_go()

    async def _live(self, scope: Any, receive: Any, send: Any) -> None:
        """The framework opens a channel first; a viewer can do without, as rights are asked for again anyway."""
        try:
            await super().__call__(scope, lambda: _unless(self.gone, receive), send)
        except (redis.RedisError, OSError):
            if self.is_begun:
                raise
            self.channel_layer_alias = NO_LAYER
            await super().__call__(scope, lambda: _unless(self.gone, receive), send)

    async def dispatch(self, message: dict[str, Any]) -> None:
        """The framework goes to the database's thread before every message; here each question looks after its own
        connection, and hundreds may come at once."""
        await getattr(self, get_handler_name(message))(message)

    async def connect(self) -> None:
        """Nobody is let in before we know that they may read this run."""
        self.is_begun = True
        self.run_id = str(self.scope["url_route"]["kwargs"]["run_id"])
        person, may_see = await self._known("connect")
        holder = str(person.pk) if person else str((self.scope.get("client") or [""])[0])
        if not may_see or not has_seat(holder, is_person=person is not None):
            await self.close(NOT_ALLOWED)
            return
        take_seat(holder)
        self.holder = holder
        if person is not None:
            await self._join_group(f"person.{person.pk}")
        self.watch = await hub().join(self.run_id)
        await self.accept()
        self.guard = asyncio.create_task(self._recheck())

    async def disconnect(self, _code: int) -> None:
        await self._let_go()

    async def _let_go(self) -> None:
        """Gives back what this viewer holds, as often as it is asked."""
        await end(self.sender, self.guard)
        if self.watch is not None:
            hub().leave(self.watch)
            self.watch = None
        if self.holder:
            give_seat_back(self.holder)
            self.holder = ""
        if self.group:
            group, self.group = self.group, ""
            with contextlib.suppress(redis.RedisError, OSError):
                await self.channel_layer.group_discard(group, self.channel_name)

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:  # noqa: ARG002
        """The only message there is: hello, with the last number that the viewer has."""
        now = time.monotonic()
        if self.is_leaving:
            return
        if len(self.times) == MESSAGES_PER_S and now - self.times[0] < 1.0:
            await self._send_away(TOO_MANY_MESSAGES)
            return
        self.times.append(now)
        after = _hello(text_data)
        if after is None or self.watch is None:
            await self._send_away(NOT_UNDERSTOOD)
            return
        await end(self.sender)
        self.sender = asyncio.create_task(self._send_from(self.watch, *after))

    async def access_changed(self, _message: dict[str, Any]) -> None:
        """Somebody logged out or lost a right: look now instead of in a few seconds."""
        await self._leave_unless_allowed()

    async def _join_group(self, group: str) -> None:
        """Without a broker the socket still asks by itself every few seconds."""
        if self.channel_layer is None:
            return
        with contextlib.suppress(redis.RedisError, OSError):
            await self.channel_layer.group_add(group, self.channel_name)
            self.group = group

    async def _send_away(self, code: int) -> None:
        """Says why and goes. A client that does not read cannot be told; its socket is dropped."""
        if self.is_leaving:
            return
        self.is_leaving = True
        await end(self.sender)
        try:
            async with asyncio.timeout(CLOSE_S):
                await self.close(code)
        except (TimeoutError, OSError):
            self.gone.set()

    async def _send_from(self, watch: Watch, after: int, packs: bool) -> None:
        try:
            if is_beyond(watch, after):
                await self._send_away(START_AGAIN)
                return
            async with contextlib.aclosing(messages(watch, after)) as told:
                async for message in told:
                    if message.text:
                        is_long = packs and len(message.text) >= PACKED_FROM_BYTES
                        await self._say(watch.packed(message.text) if is_long else message.text)
        except TimeoutError:
            await self._send_away(TOO_SLOW)
        except OSError:
            # The client is gone; the server says so to the consumer in a moment.
            return
        except DatabaseError:
            logger.exception("run %s: a viewer is sent away, since the database does not answer", self.run_id)
            await self._send_away(TRY_AGAIN)

    async def _say(self, message: str | bytes) -> None:
        async with asyncio.timeout(SLOW_S):
            if isinstance(message, bytes):
                await self.send(bytes_data=message)
            else:
                await self.send(text_data=message)

    async def _recheck(self) -> None:
        while is_wanted():
            await asyncio.sleep(RECHECK_S)
            try:
                await self._leave_unless_allowed()
            except DatabaseError as error:
                # Nobody can lose a right while the database is away.
                logger.warning("run %s: nobody knows who may see it: %s", self.run_id, error)

    async def _leave_unless_allowed(self) -> None:
        if self.watch is None or self.watch.row["is_public"]:
            return
        _, may_see = await self._known("hello")
        if not may_see:
            await self._send_away(NOT_ALLOWED)

    async def _known(self, message: str) -> tuple[Person | None, bool]:
        """Who is asking, by what the session and the cookie are worth now, and whether they may."""
        session, cookie = self.scope.get("session"), self.scope.get("cookies", {}).get(COOKIE)
        key = session.session_key if session is not None else None
        person, may_see = await ask(partial(_known, key, cookie, self.run_id, message))
        return person, bool(may_see)


def _known(session_key: str | None, cookie: str | None, run_id: str, message: str) -> tuple[Person | None, bool]:
    person = person_again(session_key, cookie)
    return person, _is_visible(person, run_id, message)


def _is_visible(person: Person | None, run_id: str, message: str) -> bool:
    rows = within(Run.objects.all(), SOCKETS["run_socket"][message], person)
    return bool(rows.filter(pk=run_id).exists())


async def _unless(gone: asyncio.Event, receive: Any) -> Any:
    """The next message from the server, or the end as soon as `gone` is set."""
    message, dropped = asyncio.ensure_future(receive()), asyncio.ensure_future(gone.wait())
    try:
        await asyncio.wait((message, dropped), return_when=asyncio.FIRST_COMPLETED)
        return {"type": "websocket.disconnect", "code": TOO_SLOW} if gone.is_set() else message.result()
    finally:
        message.cancel()
        dropped.cancel()


def _hello(text: str | None) -> tuple[int, bool] | None:
    """The number of a hello message, and whether long messages may come packed; None for anything else."""
    if text is None or len(text) > MESSAGE_CHARACTERS:
        return None
    try:
        message = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(message, dict) or message.get("type") != "hello" or set(message) - {"type", "after", "packed"}:
        return None
    after, packs = message.get("after", 0), message.get("packed", False)
    is_right = type(after) is int and 0 <= after < 2**31 and isinstance(packs, bool)
    return (after, packs) if is_right else None
