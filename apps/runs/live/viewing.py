"""What a viewer is told of a run, one message after the other: the same over a socket and over server-sent events."""

from __future__ import annotations

import asyncio
import contextlib
from collections import Counter
from collections.abc import AsyncGenerator
from typing import NamedTuple

from apps.runs.live.ending import is_wanted
from apps.runs.live.hub import hub
from apps.runs.live.watch import Watch, welcome

IDLE_S = 1.0
SEATS_OF_A_PERSON = 20
SEATS_OF_AN_ADDRESS = 1000

_taken: Counter[str] = Counter()


class Message(NamedTuple):
    """A message, and the number of the last frame that the viewer has after it; without a text all is quiet."""

    text: str
    last: int


def has_seat(holder: str, *, is_person: bool) -> bool:
    """False if a person or an address has as many open lines as one may."""
    return bool(_taken[holder] < (SEATS_OF_A_PERSON if is_person else SEATS_OF_AN_ADDRESS))


def take_seat(holder: str) -> None:
    """One more open line; give it back afterwards."""
    _taken[holder] += 1


def give_seat_back(holder: str) -> None:
    _taken[holder] -= 1
    if _taken[holder] <= 0:
        del _taken[holder]


def is_beyond(watch: Watch, after: int) -> bool:
    """True if a viewer says it has frames that there never were: it must start again."""
    return bool(after > max(watch.top, watch.row["frames_done"]))


async def messages(watch: Watch, after: int) -> AsyncGenerator[Message, None]:
    """Frames as they come, the log and the state as they change; the end of a run after its last frame."""
    number = after
    yield Message(welcome(watch), number)
    had_layout, state, log = watch.row["layout"] is not None, 0, 0
    while is_wanted():
        changed = watch.changed()
        if not had_layout and watch.row["layout"] is not None:
            had_layout = True
            yield Message(welcome(watch), number)
        if log != watch.log_version:
            log = watch.log_version
            yield Message(watch.log_message, number)
        message = await watch.frames_after(number, hub().read)
        if message is not None:
            number = message[1]
            yield Message(*message)
        elif state != watch.state_version and not (watch.has_ended and number < watch.top):
            state = watch.state_version
            yield Message(watch.state_message, number)
        else:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(IDLE_S):
                    await changed.wait()
            yield Message("", number)
