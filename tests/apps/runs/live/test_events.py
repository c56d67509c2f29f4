"""Server-sent events tell what a socket tells: the same messages, the same numbers, to those who may see (L9)."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from asgiref.testing import ApplicationCommunicator

from apps.runs.live import events, viewing
from sandbox.asgi import application
from tests.apps.sockets import Viewer
from tests.apps.stage import Stage
from tests.people import Someone

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.asyncio]


class Listener:
    """A browser's EventSource on a run, in the same process."""

    def __init__(self, someone: Someone, run_id: object, last: int | None = None) -> None:
        cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in someone.client.cookies.items())
        headers = [(b"host", b"testserver"), (b"cookie", cookies.encode())]
        headers += [(b"last-event-id", str(last).encode())] if last is not None else []
        scope = {
            "type": "http",
            "method": "GET",
            "scheme": "http",
            "path": f"/runs/{run_id}/events/",
            "headers": headers,
        }
        scope |= {"query_string": b"", "http_version": "1.1", "client": ("127.0.0.1", 1), "server": ("testserver", 80)}
        self._line = ApplicationCommunicator(application, scope)
        self._rest = ""
        self.frames: list[dict[str, Any]] = []
        self.last = last or 0
        self.others: list[str] = []
        self.is_over = False

    async def open(self) -> int:
        await self._line.send_input({"type": "http.request", "body": b"", "more_body": False})
        return int((await self._line.receive_output(timeout=5))["status"])

    async def hear(self) -> None:
        """One more piece of the answer, as the browser would take it."""
        piece = await self._line.receive_output(timeout=5)
        self.is_over = not piece.get("more_body", False)
        self._rest += piece.get("body", b"").decode()
        while "\n\n" in self._rest:
            event, self._rest = self._rest.split("\n\n", 1)
            self._take(dict(line.split(": ", 1) for line in event.split("\n")))

    def _take(self, event: dict[str, str]) -> None:
        self.others += [event["event"]] if "event" in event else []
        if "id" in event:
            message = json.loads(event["data"])
            self.frames += message.get("frames", [])
            self.last = int(event["id"])

    async def hear_frames(self, count: int) -> None:
        while len(self.frames) < count:
            await self.hear()

    async def close(self) -> None:
        await self._line.send_input({"type": "http.disconnect"})
        await self._line.wait(timeout=5)

    def numbers(self) -> list[int]:
        return [frame["n"] for frame in self.frames]


async def test_events_and_a_socket_tell_the_same(alice: Someone, stage: Stage, play: Any) -> None:
    listener, viewer = Listener(alice, stage.run.pk), Viewer(alice, stage.run.pk)
    await play(5)
    assert await listener.open() == 200
    assert await viewer.open()
    for _ in range(10):
        await play(3)
    await listener.hear_frames(35)
    await viewer.hear_frames(35)
    assert listener.frames == viewer.frames
    assert listener.last == 35
    await listener.close()
    await viewer.close()


async def test_a_browser_that_comes_back_goes_on_where_it_was(alice: Someone, stage: Stage, play: Any) -> None:
    seen: list[int] = []
    last = 0
    for _ in range(8):
        await play(7)
        listener = Listener(alice, stage.run.pk, last)
        assert await listener.open() == 200
        await listener.hear_frames(3)
        await listener.close()
        seen += listener.numbers()
        last = listener.last
        assert last == len(seen)
    assert seen == list(range(1, len(seen) + 1))


async def test_who_has_frames_that_never_were_is_told_to_start_again(alice: Someone, stage: Stage, play: Any) -> None:
    await play(3)
    listener = Listener(alice, stage.run.pk, 99)
    assert await listener.open() == 200
    while not listener.is_over:
        await listener.hear()
    assert (listener.others, listener.frames) == (["again"], [])


async def test_a_stranger_hears_nothing(alice: Someone, bob: Someone, stage: Stage) -> None:
    assert await Listener(bob, stage.run.pk).open() == 404


async def test_after_logging_out_no_frame_comes(
    alice: Someone, stage: Stage, play: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events, "RECHECK_S", 0.2)
    listener = Listener(alice, stage.run.pk)
    await play(2)
    assert await listener.open() == 200
    await listener.hear_frames(2)
    await sync_to_async(alice.client.logout)()
    await asyncio.sleep(0.3)
    await play(1)
    while not listener.is_over:
        await listener.hear()
    assert listener.others == ["forbidden"]
    assert listener.numbers() == [1, 2]


async def test_seats_are_given_back_and_there_are_only_so_many(
    alice: Someone, stage: Stage, play: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(viewing, "SEATS_OF_A_PERSON", 2)
    await play(1)
    for _ in range(2):
        listeners = [Listener(alice, stage.run.pk) for _ in range(2)]
        for listener in listeners:
            assert await listener.open() == 200
            await listener.hear_frames(1)
        assert await Listener(alice, stage.run.pk).open() == 429
        for listener in listeners:
            await listener.close()
        await asyncio.sleep(0.1)
    assert not viewing._taken
