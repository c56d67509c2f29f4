"""Whoever comes back at any number gets all that follows, up to a day after the end, or is told to start again."""

from __future__ import annotations

import asyncio
import random
from datetime import timedelta
from typing import Any

import orjson
import pytest
import redis
from asgiref.sync import sync_to_async
from django.utils import timezone

from apps.runs import actions, execution
from apps.runs.execution import checkpoints
from apps.runs.live.archive import archived
from apps.runs.live.hub import hub
from apps.runs.models import Run
from tests.apps import made
from tests.apps.sockets import Viewer
from tests.apps.stage import Stage, encoded
from tests.people import Someone
from tests.reliability.record import record

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.asyncio]

RESUMED = 40
TRIPLES = 1000
VIEWERS = 12
WITHIN_S = 2.0


def a_day_later(run: Run) -> None:
    """Nothing is left in the broker, and the run ended a day ago."""
    Run.objects.filter(pk=run.pk).update(finished=timezone.now() - timedelta(hours=24, seconds=1))
    checkpoints.prune()


async def test_a_day_after_the_end_any_number_resumes_without_a_gap(
    alice: Someone, stage: Stage, play: Any, broker: redis.Redis
) -> None:
    await play(330)
    await sync_to_async(stage.end)()
    await sync_to_async(a_day_later)(stage.run)
    broker.flushall()
    chance = random.Random(5)
    # The edges of blocks and of messages, and whatever comes.
    for after in {0, 1, 63, 64, 65, 128, 255, 256, 329, 330, *chance.sample(range(331), RESUMED)}:
        viewer = Viewer(alice, stage.run.pk)
        assert await viewer.open(after=after)
        await viewer.hear_until_state("done")
        assert [orjson.dumps(frame) for frame in viewer.frames] == [encoded(n) for n in range(after + 1, 331)]
        await viewer.close()
    record(
        "L5",
        "50 numbers of 331 a day after the end, the broker empty: no gap; beyond the end code 4010 says start again",
    )


async def test_a_number_beyond_the_end_is_told_to_start_again_and_then_gets_all(
    alice: Someone, stage: Stage, play: Any, broker: redis.Redis
) -> None:
    await play(70)
    await sync_to_async(stage.end)()
    broker.flushall()
    viewer = Viewer(alice, stage.run.pk)
    await viewer.open(after=71)
    while viewer.closed is None:
        await viewer.hear()
    assert (viewer.closed, viewer.frames) == (4010, [])
    again = Viewer(alice, stage.run.pk)
    await again.open(after=0)
    await again.hear_until_state("done")
    assert again.numbers() == list(range(1, 71))
    await again.close()


async def test_a_run_that_is_gone_is_refused_and_not_silent(alice: Someone, stage: Stage, play: Any) -> None:
    await play(5)
    await sync_to_async(stage.run.delete)()
    assert not await Viewer(alice, stage.run.pk).open(after=3)


def measured_runs(alice: Someone) -> dict[str, list[bytes]]:
    """Frames of runs of three designs, one of them disturbed, as their archives have them."""
    runs = [
        made.run(alice.person, made.design(alice.person, **changes), duration_s=duration_s, key=str(number))
        for number, (duration_s, changes) in enumerate([(10.0, {}), (40.0, {}), (70.0, {"rate_per_s": 5.0})])
    ]
    command = killed_in(runs[1])
    execution.work()
    command.refresh_from_db()
    assert command.apply_at_frame is not None
    return {str(run.pk): archived(run.pk, 0, 10_000) for run in runs}


def killed_in(run: Run) -> Any:
    return actions.intervene(run, run.owner, actions.Wanted(made.kill_action(), "k", "killed"))


async def shown_after(run_id: str, snapshot: bytes, known: int, wanted: int) -> bytes:
    """What a viewer shows at frame `wanted` who came with the snapshot at `known` and heard what followed."""
    watch = await hub().join(run_id)
    shown, number = snapshot, known
    while number < wanted:
        message = await watch.frames_after(number, hub().read)
        assert message is not None, f"nothing follows frame {number}"
        text, number = message
        heard = orjson.loads(text)["frames"]
        assert [frame["n"] for frame in heard] == list(range(number - len(heard) + 1, number + 1))
        shown = orjson.dumps(heard[len(heard) - 1 - max(number - wanted, 0)])
    hub().leave(watch)
    return shown


async def test_a_snapshot_and_the_frames_after_it_are_the_snapshot_of_later(
    alice: Someone, stage: Stage, broker: redis.Redis
) -> None:
    """For 1 000 triples of run, k and n; half of them while the stream is there, half from the archive alone."""
    frames = await sync_to_async(measured_runs)(alice)
    chance = random.Random(6)
    for number in range(TRIPLES):
        if number == TRIPLES // 2:
            broker.flushall()
        run_id = chance.choice(sorted(frames))
        known, wanted = sorted(chance.sample(range(1, len(frames[run_id]) + 1), 2))
        shown = await shown_after(run_id, frames[run_id][known - 1], known, wanted)
        assert shown == frames[run_id][wanted - 1], (run_id, known, wanted)
    record(
        "L6", f"{TRIPLES:,} triples of run, snapshot and later frame: all the same; half of them from the archive alone"
    )


async def test_all_viewers_have_the_same_last_frame_soon_after_the_end(alice: Someone, stage: Stage, play: Any) -> None:
    """Those who watched all the time, those who came in the last moment, and those who came just afterwards."""
    early = [Viewer(alice, stage.run.pk) for _ in range(VIEWERS // 2)]
    late = [Viewer(alice, stage.run.pk) for _ in range(VIEWERS - len(early))]
    for viewer in early:
        assert await viewer.open()
    await play(120)
    ending = asyncio.create_task(sync_to_async(stage.end)())
    for place, viewer in enumerate(late):
        assert await viewer.open(after=place * 20)
    await ending
    async with asyncio.timeout(WITHIN_S):
        await asyncio.gather(*(viewer.hear_until_state("done") for viewer in early + late))
    assert {orjson.dumps(viewer.frames[-1]) for viewer in early + late} == {encoded(120)}
    assert {tuple(viewer.numbers()) for viewer in early} == {tuple(range(1, 121))}
    for viewer in early + late:
        await viewer.close()
