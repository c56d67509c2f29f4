"""What the viewers of one process share of a run."""

import asyncio
from typing import Any

import orjson

from apps.runs.live.watch import Watch

FRAMES = [orjson.dumps({"number": number}) for number in range(1, 11)]


def watch(last: int, **row: Any) -> Watch:
    """A run of ten frames of which the stream brought those up to `last`."""
    said = {"state": "done", "reason": "", "speed": 0.0, "paused": False, "place_in_line": 0, "wait_s": 0.0}
    this = Watch("a run", 0, said | {"has_ended": True, "frames_done": 10} | row, [])
    for number in range(1, last + 1):
        this.add(number, FRAMES[number - 1])
    return this


async def archive(_run_id: str, after: int, limit: int) -> list[bytes]:
    return FRAMES[after : after + limit]


async def nothing(*_words: object) -> list[bytes]:
    return []


async def test_frames_that_the_stream_lost_come_from_the_archive() -> None:
    """The broker came back empty just before the end: who has what the ring has is not sent nothing again and again."""
    this = watch(7)
    text, last = await this.frames_after(7, archive) or ("", 0)
    assert orjson.loads(text)["frames"] == [{"number": 8}, {"number": 9}, {"number": 10}]
    assert last == 10


async def test_until_the_archive_is_there_nothing_is_said() -> None:
    assert await watch(7).frames_after(7, nothing) is None


async def test_every_message_brings_its_viewer_further() -> None:
    for last in range(11):
        for has_ended in (False, True):
            this = watch(last, has_ended=has_ended)
            for number in range(12):
                message = await this.frames_after(number, archive)
                assert message is None or message[1] > number


async def test_viewers_at_the_same_frame_share_one_question() -> None:
    """When a web process starts again, hundreds stand at the same frame and nothing of it is in memory yet."""
    asked: list[int] = []

    async def slow_archive(run_id: str, after: int, limit: int) -> list[bytes]:
        asked.append(after)
        await asyncio.sleep(0.01)
        return await archive(run_id, after, limit)

    this = watch(7)
    told = await asyncio.gather(*(this.frames_after(number, slow_archive) for number in (7, 8) * 20))
    assert sorted(asked) == [7, 8]
    assert told == [await this.frames_after(number, archive) for number in (7, 8)] * 20
