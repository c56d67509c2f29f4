"""Questions to the database that many sockets ask at the same moment, answered in one trip over one connection.

A trip opens a connection, waits for the one thread that may use it, and closes it again. When a web process starts
again, hundreds of viewers come back within a second and each of them has to be known before it is let in.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from channels.db import database_sync_to_async

Answer = TypeVar("Answer")
Question = Callable[[], Any]

# A trip holds up every other question of its process; this many take some 50 ms.
QUESTIONS_MOST = 64


class Together:
    """Gathers what is asked while a trip is under way, for the next. Lives in one event loop."""

    def __init__(self) -> None:
        self._waiting: list[tuple[Question, asyncio.Future[Any]]] = []
        self._trips: asyncio.Task[None] | None = None

    async def ask(self, question: Callable[[], Answer]) -> Answer:
        """What `question` returns or raises in the thread of the database."""
        answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._waiting.append((question, answer))
        if self._trips is None:
            self._trips = asyncio.create_task(self._travel())
        return await answer

    async def _travel(self) -> None:
        try:
            while self._waiting:
                asked, self._waiting = self._waiting[:QUESTIONS_MOST], self._waiting[QUESTIONS_MOST:]
                await _trip(asked)
        finally:
            self._trips = None


async def _trip(asked: list[tuple[Question, asyncio.Future[Any]]]) -> None:
    found: list[Any]
    try:
        found = await database_sync_to_async(_answers)([question for question, _ in asked])
    except Exception as error:
        found = [error] * len(asked)
    except asyncio.CancelledError:
        # Nobody is left waiting when the trip itself is called off.
        for _, answer in asked:
            answer.cancel()
        raise
    for (_, answer), value in zip(asked, found, strict=True):
        _give(answer, value)


_togethers: WeakKeyDictionary[asyncio.AbstractEventLoop, Together] = WeakKeyDictionary()


async def ask(question: Callable[[], Answer]) -> Answer:
    """Asks together with whoever else asks in this event loop."""
    return await _togethers.setdefault(asyncio.get_running_loop(), Together()).ask(question)


def _answers(questions: list[Question]) -> list[Any]:
    """What each says; an error is an answer too, to the one who asked."""
    found: list[Any] = []
    for question in questions:
        try:
            found.append(question())
        except Exception as error:
            found.append(error)
    return found


def _give(answer: asyncio.Future[Any], value: Any) -> None:
    if answer.done():
        # Whoever asked has gone.
        return
    if isinstance(value, Exception):
        answer.set_exception(value)
    else:
        answer.set_result(value)
