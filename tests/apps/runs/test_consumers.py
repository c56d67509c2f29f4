"""The socket tells every viewer everything, once, in order, and tells hostile ones to go."""

from __future__ import annotations

import asyncio
import contextlib
import random
import time
from typing import Any
from unittest.mock import AsyncMock

import pytest
import redis
from asgiref.sync import sync_to_async
from channels_redis.pubsub import RedisPubSubLoopLayer
from django.db import OperationalError
from django.test import Client

from apps.runs import consumers
from apps.runs.live import viewing
from apps.runs.live.hub import Hub
from apps.runs.models import Run, RunCommand, State
from tests.apps.sockets import Viewer
from tests.apps.stage import Stage
from tests.people import Someone, nameless
from tests.reliability.record import record

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.asyncio]


async def test_a_viewer_gets_what_was_and_then_what_comes(alice: Someone, stage: Stage, play: Any, change: Any) -> None:
    await play(5)
    viewer = Viewer(alice, stage.run.pk)
    assert await viewer.open()
    await viewer.hear_frames(5)
    assert (viewer.welcome["state"], viewer.welcome["top"], viewer.welcome["layout"]) == (
        "running",
        5,
        {"frame_s": 0.25},
    )
    for _ in range(3):
        await play(1)
    await viewer.hear_frames(8)
    assert viewer.numbers() == list(range(1, 9))
    await viewer.close()


async def test_a_viewer_comes_back_with_any_number_and_misses_nothing(alice: Someone, stage: Stage, play: Any) -> None:
    chance = random.Random(11)
    await play(40)
    seen: list[int] = []
    while len(seen) < 400:
        viewer = Viewer(alice, stage.run.pk)
        assert await viewer.open(after=len(seen))
        await play(chance.randrange(0, 30))
        wanted = chance.randrange(0, min(60, max(1, stage.top - len(seen) + 1)))
        await viewer.hear_frames(wanted)
        await viewer.close()
        seen += viewer.numbers()
    assert seen == list(range(1, len(seen) + 1))


async def test_viewers_who_join_while_frames_come_have_no_hole(alice: Someone, stage: Stage, play: Any) -> None:
    viewers = [Viewer(alice, stage.run.pk) for _ in range(15)]

    async def keep_playing() -> None:
        for _ in range(60):
            await play(2)

    playing = asyncio.create_task(keep_playing())
    for viewer in viewers:
        assert await viewer.open()
        await asyncio.sleep(0.01)
    await playing
    for viewer in viewers:
        await viewer.hear_frames(120)
        assert viewer.numbers() == list(range(1, 121))
        await viewer.close()


async def test_the_end_comes_after_the_last_frame_even_from_the_archive(
    alice: Someone, stage: Stage, play: Any
) -> None:
    await play(150)
    await sync_to_async(stage.end)(keep_stream=False)
    viewer = Viewer(alice, stage.run.pk)
    await viewer.open(after=20)
    await viewer.hear_until_state("done")
    assert viewer.numbers() == list(range(21, 151))
    await viewer.close()


async def test_a_viewer_of_the_whole_run_sees_the_end_last(alice: Someone, stage: Stage, play: Any) -> None:
    viewer = Viewer(alice, stage.run.pk)
    await viewer.open()
    await play(30)
    await sync_to_async(stage.end)()
    await viewer.hear_until_state("done")
    assert viewer.numbers() == list(range(1, 31))
    await viewer.close()


async def test_a_broker_that_comes_back_empty_costs_no_frame(
    alice: Someone, stage: Stage, play: Any, broker: redis.Redis
) -> None:
    viewer, late = Viewer(alice, stage.run.pk), Viewer(alice, stage.run.pk)
    await viewer.open()
    await play(10)
    await viewer.hear_frames(10)
    broker.flushall()
    await late.open()
    stage.top = 0
    await play(4)
    await play(9)
    for each in (viewer, late):
        await each.hear_frames(13)
        assert each.numbers() == list(range(1, 14))
        await each.close()


async def test_a_viewer_needs_no_broker(alice: Someone, stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RedisPubSubLoopLayer, "new_channel", AsyncMock(side_effect=redis.ConnectionError))
    viewer = Viewer(alice, stage.run.pk)
    assert await viewer.open()
    await viewer.hear_until_state("running")
    await viewer.close()


async def test_state_and_log_reach_every_viewer_after_a_ring(alice: Someone, stage: Stage, change: Any) -> None:
    viewer = Viewer(alice, stage.run.pk)
    await viewer.open()
    await viewer.hear_until_state("running")
    await sync_to_async(RunCommand.objects.create)(
        run=stage.run,
        number=1,
        key="k",
        failure="kill_instances",
        target="service",
        sentence="Killed",
        apply_at_frame=3,
    )
    await change(paused=True, speed=5, log_version=1)
    heard = [await viewer.hear(1.0), await viewer.hear(1.0)]
    assert {
        "type": "state",
        "state": "running",
        "reason": "",
        "speed": 5,
        "paused": True,
        "place_in_line": None,
        "wait_s": None,
    } in heard
    assert [(entry["sentence"], entry["frame"], entry["clock_s"]) for entry in viewer.log] == [("Killed", 3, 0.5)]
    await viewer.close()


async def test_a_lost_ring_costs_a_second(alice: Someone, stage: Stage) -> None:
    viewer = Viewer(alice, stage.run.pk)
    await viewer.open()
    await viewer.hear_until_state("running")
    await sync_to_async(Run.objects.update)(paused=True)
    assert (await viewer.hear(2.5))["paused"] is True
    await viewer.close()


async def test_a_viewer_of_a_queued_run_is_welcomed_again_when_it_begins(
    alice: Someone, stage: Stage, change: Any
) -> None:
    await change(state=State.QUEUED, layout=None)
    viewer = Viewer(alice, stage.run.pk)
    await viewer.open()
    await viewer.hear_until_state("queued")
    assert (viewer.welcome["layout"], viewer.welcome["place_in_line"]) == (None, 1)
    await change(state=State.RUNNING, layout={"frame_s": 0.5})
    await viewer.hear_until_state("running")
    assert viewer.welcome["layout"] == {"frame_s": 0.5}
    await viewer.close()


async def test_hello_again_begins_again_from_that_number(alice: Someone, stage: Stage, play: Any) -> None:
    await play(6)
    viewer = Viewer(alice, stage.run.pk)
    await viewer.open()
    await viewer.hear_frames(6)
    await viewer.say({"type": "hello", "after": 4})
    await viewer.hear_frames(8)
    assert viewer.numbers() == [1, 2, 3, 4, 5, 6, 5, 6]
    await viewer.close()


async def test_a_number_that_never_was_means_start_again(alice: Someone, stage: Stage, play: Any) -> None:
    await play(6)
    viewer = Viewer(alice, stage.run.pk)
    await viewer.open(after=7)
    while viewer.closed is None:
        await viewer.hear()
    assert viewer.closed == 4010


@pytest.mark.parametrize(
    "message",
    [
        "",
        "{",
        "null",
        "[]",
        '"hello"',
        "{}",
        '{"type": "hello", "after": -1}',
        '{"type": "hello", "after": 1.5}',
        '{"type": "hello", "after": true}',
        '{"type": "hello", "after": "1"}',
        '{"type": "hello", "after": 99999999999999999999}',
        '{"type": "hello", "after": NaN}',
        '{"type": "hello", "after": 0, "more": 1}',
        '{"type": "goodbye"}',
        '{"type": ["hello"]}',
        '{"type": "access.changed"}',
        "[" * 900,
        "x" * 100_000,
        "\ud800".encode("utf-8", "replace").decode(),
    ],
)
async def test_a_message_nobody_understands_closes_the_socket_with_its_code(
    alice: Someone, stage: Stage, message: str, caplog: pytest.LogCaptureFixture
) -> None:
    viewer = Viewer(alice, stage.run.pk)
    await viewer.open(after=None)
    await viewer.say(message)
    assert await viewer.hear() == {}
    assert viewer.closed == 4000
    assert "Traceback" not in caplog.text


async def test_bytes_are_not_understood(alice: Someone, stage: Stage) -> None:
    viewer = Viewer(alice, stage.run.pk)
    await viewer.open(after=None)
    await viewer.say_bytes(b"\x00\xff")
    await viewer.hear()
    assert viewer.closed == 4000


async def test_too_many_messages_close_the_socket(alice: Someone, stage: Stage) -> None:
    viewer = Viewer(alice, stage.run.pk)
    await viewer.open(after=None)
    for _ in range(consumers.MESSAGES_PER_S + 5):
        await viewer.say({"type": "hello", "after": 0})
    while viewer.closed is None:
        await viewer.hear()
    assert viewer.closed == 4009


async def test_a_viewer_who_does_not_read_is_sent_away_and_costs_the_others_nothing(
    alice: Someone, stage: Stage, play: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(consumers, "SLOW_S", 0.5)
    await play(5)
    slow, quick = Viewer(alice, stage.run.pk), Viewer(alice, stage.run.pk)
    stuck = asyncio.Event()
    real_send = consumers.RunConsumer.send

    async def send(consumer: Any, text_data: str = "", **words: Any) -> None:
        if consumer is slow_consumer and "frames" in text_data:
            stuck.set()
            await asyncio.sleep(60)
        await real_send(consumer, text_data=text_data, **words)

    slow_consumer = None
    real_accept = consumers.RunConsumer.accept

    async def accept(consumer: Any, *words: Any, **named: Any) -> None:
        nonlocal slow_consumer
        slow_consumer = slow_consumer or consumer
        await real_accept(consumer, *words, **named)

    monkeypatch.setattr(consumers.RunConsumer, "accept", accept)
    monkeypatch.setattr(consumers.RunConsumer, "send", send)
    assert await slow.open()
    assert await quick.open()
    await stuck.wait()
    await play(300)
    await quick.hear_frames(305)
    while slow.closed is None:
        await slow.hear()
    assert slow.closed == 4008
    assert quick.numbers() == list(range(1, 306))
    await quick.close()


async def test_logging_out_closes_the_socket_at_once(alice: Someone, stage: Stage, play: Any) -> None:
    viewer = Viewer(alice, stage.run.pk)
    await viewer.open()
    await viewer.hear_until_state("running")
    began = time.monotonic()
    await sync_to_async(alice.client.post)("/accounts/log-out/")
    while viewer.closed is None:
        await viewer.hear(2.0)
    closed_s = time.monotonic() - began
    assert viewer.closed == 4003
    await play(3)
    assert await viewer.is_silent()
    told = f"closed {closed_s:.2f} s after logging out, 0 frames after; a run taken away is asked for every 5 s"
    record("L8", told, holds=closed_s <= 5.0)


async def test_a_run_taken_away_closes_the_socket_within_the_recheck(
    alice: Someone, bob: Someone, stage: Stage, change: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(consumers, "RECHECK_S", 0.3)
    viewer = Viewer(alice, stage.run.pk)
    await viewer.open()
    await viewer.hear_until_state("running")
    await change(owner=bob.person)
    while viewer.closed is None:
        await viewer.hear(2.0)
    assert viewer.closed == 4003


@pytest.mark.parametrize("is_away", [False, True], ids=["the viewer is gone", "the database is away"])
async def test_who_is_not_let_in_after_all_keeps_no_seat(
    is_away: bool, alice: Someone, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def gone(*_: object) -> None:
        raise OperationalError if is_away else ConnectionResetError

    held = []
    owner, name = (Hub, "_begin") if is_away else (consumers.RunConsumer, "accept")
    monkeypatch.setattr(owner, name, gone)
    monkeypatch.setattr(consumers, "take_seat", held.append)
    monkeypatch.setattr(consumers, "give_seat_back", held.remove)
    with contextlib.suppress(ConnectionResetError):
        await Viewer(alice, stage.run.pk).open()
    assert held == []


async def test_one_person_has_a_limited_number_of_sockets(alice: Someone, stage: Stage) -> None:
    viewers = [Viewer(alice, stage.run.pk) for _ in range(viewing.SEATS_OF_A_PERSON + 1)]
    opened = [await viewer.open() for viewer in viewers]
    assert opened == [True] * viewing.SEATS_OF_A_PERSON + [False]
    await viewers[0].close()
    again = Viewer(alice, stage.run.pk)
    assert await again.open()
    for viewer in [*viewers[1:-1], again]:
        await viewer.close()


@pytest.mark.parametrize(
    "origin",
    [
        None,
        "null",
        "",
        "http://evil.example",
        "http://testserver:81",
        "https://testserver",
        "http://testserver.evil.example",
        "file://",
    ],
)
async def test_a_socket_from_another_origin_is_refused(alice: Someone, stage: Stage, origin: str | None) -> None:
    assert not await Viewer(alice, stage.run.pk, origin=origin).open()


@pytest.mark.parametrize(
    "path", ["/ws/runs/", "/ws/runs/1/", "/ws/elsewhere/", "/", "/ws/runs/00000000-0000-0000-0000-000000000000/"]
)
async def test_a_socket_that_does_not_exist_is_refused(alice: Someone, stage: Stage, path: str) -> None:
    assert not await Viewer(alice, stage.run.pk, path=path).open()


async def test_a_dead_session_is_nobody(stage: Stage) -> None:
    someone = Someone("ghost", Client(), None)
    someone.client.cookies["sessionid"] = "0" * 32
    assert not await Viewer(someone, stage.run.pk).open()


async def test_a_public_run_is_open_to_somebody_without_a_name(stage: Stage, play: Any, change: Any) -> None:
    await change(is_public=True)
    viewer = Viewer(nameless(), stage.run.pk)
    assert await viewer.open()
    await play(3)
    await viewer.hear_frames(3)
    await viewer.close()


async def test_long_messages_come_packed_to_who_says_so_and_say_the_same(
    alice: Someone, stage: Stage, play: Any
) -> None:
    plain, packed = Viewer(alice, stage.run.pk), Viewer(alice, stage.run.pk)
    for viewer in (plain, packed):
        assert await viewer.open(after=None)
    await plain.say({"type": "hello", "after": 0})
    await packed.say({"type": "hello", "after": 0, "packed": True})
    await play(3, 20_000)
    await plain.hear_frames(3)
    await packed.hear_frames(3)
    assert plain.frames == packed.frames
    assert packed.heard_bytes < plain.heard_bytes / 5
    for viewer in (plain, packed):
        await viewer.close()
