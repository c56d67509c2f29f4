"""The socket of a lecture: the wall for who teaches, their own seat for everybody else, sent when it has changed."""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
from functools import partial
from typing import Any

import redis
from channels.generic.websocket import AsyncWebsocketConsumer

from apps.accounts.models import Person
from apps.accounts.queries import COOKIE, person_again
from apps.common.policy import SOCKETS, within
from apps.common.together import ask
from apps.lectures.models import Lecture
from apps.lectures.queries import seen_by, snapshot
from apps.runs.live.ending import end, is_wanted

NOT_ALLOWED = 4003
# How often a wall and a seat look by themselves, how often at most, and when somebody's rights are asked for again.
WALL_EVERY_S, SEAT_EVERY_S = 1.0, 3.0
LEAST_S = 0.3
RECHECK_S = 10.0


class LectureConsumer(AsyncWebsocketConsumer):  # type: ignore[misc]
    """Somebody at a lecture. What is said to it is not read."""

    def __init__(self) -> None:
        super().__init__()
        self.lecture_id = self.group = self.said = ""
        self.person_id: Any = None
        self.checked_s = self.changed_s = 0.0
        self.ticker: asyncio.Task[None] | None = None
        self.changed = asyncio.Event()

    async def connect(self) -> None:
        """Nobody is let in who neither teaches nor sits here."""
        self.lecture_id = str(self.scope["url_route"]["kwargs"]["lecture_id"])
        if not await self._is_allowed():
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
        self.changed_s = time.monotonic()
        self.changed.set()

    async def _tell(self) -> None:
        """Sends what is new at once, and looks by itself now and then; at most three times a second."""
        while is_wanted():
            if time.monotonic() - self.checked_s > RECHECK_S and not await self._is_allowed():
                await self.close(NOT_ALLOWED)
                return
            state = await ask(partial(_seen, self.lecture_id, self.changed_s, self.person_id))
            if state is None:
                await self.close(NOT_ALLOWED)
                return
            text = json.dumps(state)
            if text != self.said:
                self.said = text
                await self.send(text_data=text)
            await asyncio.sleep(LEAST_S)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(WALL_EVERY_S if state["type"] == "wall" else SEAT_EVERY_S):
                    await self.changed.wait()
            self.changed.clear()

    async def _is_allowed(self) -> bool:
        """Whether this browser's person may be here, by what session and cookie are worth now."""
        session = self.scope.get("session")
        key = session.session_key if session is not None else None
        cookie = self.scope.get("cookies", {}).get(COOKIE)
        self.person_id = await ask(partial(_person, key, cookie, self.lecture_id))
        self.checked_s = time.monotonic()
        return self.person_id is not None


def _person(session_key: str | None, cookie: str | None, lecture_id: str) -> Any:
    """Who is asking, if the policy lets them see the lecture; else None."""
    person: Person | None = person_again(session_key, cookie)
    rows = within(Lecture.objects.all(), SOCKETS["lecture_socket"]["connect"], person)
    return person.pk if person is not None and rows.filter(pk=lecture_id).exists() else None


def _seen(lecture_id: str, changed_s: float, person_id: Any) -> dict[str, Any] | None:
    found = snapshot(lecture_id, changed_s)
    return None if found is None else seen_by(found, person_id)
