"""The socket of a lecture: the wall for who teaches, their own seat for everybody else, sent when it has changed."""

from __future__ import annotations

import asyncio
import contextlib
import json
from typing import Any

import redis
from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer

from apps.accounts.models import Person
from apps.accounts.queries import COOKIE, person_again
from apps.common.policy import SOCKETS, within
from apps.lectures.models import Lecture, Seat
from apps.lectures.queries import place, wall
from apps.runs.live.ending import end, is_wanted

NOT_ALLOWED = 4003
EVERY_S = 1.0
LEAST_S = 0.2


class LectureConsumer(AsyncWebsocketConsumer):  # type: ignore[misc]
    """Somebody at a lecture. What is said to it is not read."""

    def __init__(self) -> None:
        super().__init__()
        self.lecture_id = self.group = self.said = ""
        self.ticker: asyncio.Task[None] | None = None
        self.changed = asyncio.Event()

    async def connect(self) -> None:
        """Nobody is let in who neither teaches nor sits here."""
        self.lecture_id = str(self.scope["url_route"]["kwargs"]["lecture_id"])
        state = await self._state()
        if state is None:
            await self.close(NOT_ALLOWED)
            return
        if self.channel_layer is not None:
            with contextlib.suppress(redis.RedisError, OSError):
                self.group = f"lecture.{self.lecture_id}"
                await self.channel_layer.group_add(self.group, self.channel_name)
        await self.accept()
        self.ticker = asyncio.create_task(self._tell())

    async def disconnect(self, _code: int) -> None:
        await end(self.ticker)
        if self.group and self.channel_layer is not None:
            with contextlib.suppress(redis.RedisError, OSError):
                await self.channel_layer.group_discard(self.group, self.channel_name)

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        """Nothing is expected."""

    async def lecture_changed(self, _message: dict[str, Any]) -> None:
        """Something was asked, answered, started or broken."""
        self.changed.set()

    async def _tell(self) -> None:
        """Sends what is new at once, and looks by itself every second; never more than five times a second."""
        while is_wanted():
            state = await self._state()
            if state is None:
                await self.close(NOT_ALLOWED)
                return
            text = json.dumps(state)
            if text != self.said:
                self.said = text
                await self.send(text_data=text)
            await asyncio.sleep(LEAST_S)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(EVERY_S):
                    await self.changed.wait()
            self.changed.clear()

    async def _state(self) -> dict[str, Any] | None:
        session = self.scope.get("session")
        cookie = self.scope.get("cookies", {}).get(COOKIE)
        found: dict[str, Any] | None = await database_sync_to_async(_seen)(
            session.session_key if session is not None else None, cookie, self.lecture_id
        )
        return found


def _seen(session_key: str | None, cookie: str | None, lecture_id: str) -> dict[str, Any] | None:
    """What somebody may see of a lecture now; None for who has nothing to do with it."""
    person: Person | None = person_again(session_key, cookie)
    lecture = within(Lecture.objects.all(), SOCKETS["lecture_socket"]["connect"], person).filter(pk=lecture_id).first()
    if lecture is None or person is None:
        return None
    if lecture.owner_id == person.pk:
        return {"type": "wall"} | wall(lecture)
    seat = Seat.objects.select_related("lecture").get(lecture=lecture, owner=person)
    return {"type": "seat"} | place(seat)
