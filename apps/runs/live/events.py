"""A run over server-sent events, for networks that let no websocket through: the same messages with the same numbers.

The id of an event is the number of the last frame that the viewer has, so a browser that comes back says by itself
(`Last-Event-ID`) where to go on.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator

from django.db import Error as DatabaseError

from apps.runs.live.hub import hub
from apps.runs.live.viewing import Message, give_seat_back, is_beyond, messages, take_seat

RECHECK_S = 5.0
# A comment now and then keeps proxies from closing a quiet line, and tells us that a viewer is gone.
QUIET_S = 10.0
SLOW_S = 5.0
START_AGAIN = b"event: again\ndata: {}\n\n"
FORBIDDEN = b"event: forbidden\ndata: {}\n\n"
HEARTBEAT = b": still here\n\n"
logger = logging.getLogger(__name__)


async def events(
    run_id: str, after: int, holder: str, may_still_see: Callable[[], Awaitable[bool]]
) -> AsyncIterator[bytes]:
    """The events of a run for one viewer, who takes a seat as long as they come."""
    watch = None
    take_seat(holder)
    try:
        watch = await hub().join(run_id)
        if is_beyond(watch, after):
            yield START_AGAIN
            return
        checked = said = time.monotonic()
        async with contextlib.aclosing(messages(watch, after)) as told:
            async for message in told:
                now = time.monotonic()
                if now - checked > RECHECK_S:
                    checked = now
                    if not await may_still_see():
                        yield FORBIDDEN
                        return
                if message.text or now - said > QUIET_S:
                    said = now
                    with _leaving_the_slow():
                        yield _event(message) if message.text else HEARTBEAT
    except DatabaseError:
        # The stream ends, and the browser comes back by itself.
        logger.exception("run %s: a stream of events ends, since the database does not answer", run_id)
    finally:
        if watch is not None:
            hub().leave(watch)
        give_seat_back(holder)


@contextlib.contextmanager
def _leaving_the_slow() -> Iterator[None]:
    """Ends the request of a viewer who does not take what was sent: the server waits for it at the yield."""
    task = asyncio.current_task()
    timer = asyncio.get_running_loop().call_later(SLOW_S, task.cancel) if task is not None else None
    try:
        yield
    finally:
        if timer is not None:
            timer.cancel()


def _event(message: Message) -> bytes:
    return f"id: {message.last}\ndata: {message.text}\n\n".encode()
