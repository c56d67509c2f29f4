"""Questions of many sockets go to the database in few trips."""

from __future__ import annotations

import asyncio
import threading
from functools import partial

import pytest
from channels.db import database_sync_to_async

from apps.common import together
from apps.common.together import QUESTIONS_MOST, Together


class Trips:
    """Counts the trips to the database's thread, and can hold or break them."""

    def __init__(self) -> None:
        self.sizes: list[int] = []
        self.open = asyncio.Event()
        self.open.set()

    def __call__(self, answers: object) -> object:
        async def go(questions: list[together.Question]) -> object:
            self.sizes.append(len(questions))
            await self.open.wait()
            return await database_sync_to_async(answers)(questions)

        return go


@pytest.fixture
def trips(monkeypatch: pytest.MonkeyPatch) -> Trips:
    counted = Trips()
    monkeypatch.setattr(together, "database_sync_to_async", counted)
    return counted


async def test_who_asks_at_the_same_moment_shares_a_trip_and_gets_an_answer_of_their_own(trips: Trips) -> None:
    many = Together()
    answers = await asyncio.gather(*(many.ask(partial(pow, 2, number)) for number in range(20)))
    assert answers == [2**number for number in range(20)]
    assert trips.sizes == [20]


async def test_a_trip_takes_only_so_many(trips: Trips) -> None:
    many = Together()
    await asyncio.gather(*(many.ask(int) for _ in range(2 * QUESTIONS_MOST + 1)))
    assert trips.sizes == [QUESTIONS_MOST, QUESTIONS_MOST, 1]


async def test_who_asks_while_a_trip_is_under_way_takes_the_next(trips: Trips) -> None:
    many = Together()
    trips.open.clear()
    first = asyncio.create_task(many.ask(int))
    await asyncio.sleep(0.01)
    others = [asyncio.create_task(many.ask(int)) for _ in range(3)]
    await asyncio.sleep(0.01)
    trips.open.set()
    assert await asyncio.gather(first, *others) == [0] * 4
    assert trips.sizes == [1, 3]


async def test_an_error_is_the_answer_to_the_one_who_asked() -> None:
    def broken() -> int:
        raise KeyError("nobody knows")

    many = Together()
    answers = await asyncio.gather(many.ask(int), many.ask(broken), many.ask(int), return_exceptions=True)
    assert answers[0] == answers[2] == 0
    assert isinstance(answers[1], KeyError)


async def test_whoever_has_gone_keeps_nobody_from_an_answer(trips: Trips) -> None:
    many = Together()
    trips.open.clear()
    gone, stays = asyncio.create_task(many.ask(int)), asyncio.create_task(many.ask(int))
    await asyncio.sleep(0.01)
    gone.cancel()
    trips.open.set()
    assert await stays == 0
    assert gone.cancelled()


async def test_a_trip_that_is_called_off_leaves_nobody_waiting(trips: Trips) -> None:
    many = Together()
    trips.open.clear()
    asked = asyncio.create_task(many.ask(int))
    await asyncio.sleep(0.01)
    assert many._trips is not None
    many._trips.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asked
    trips.open.set()
    assert await many.ask(int) == 0


async def test_questions_are_asked_in_the_thread_of_the_database() -> None:
    assert await together.ask(threading.current_thread) is not threading.current_thread()
