"""The archive gives back exactly the frames that went in, from any number on."""

from __future__ import annotations

import random

import pytest

from apps.runs.live.archive import BLOCK_FRAMES, Frames, archived
from apps.runs.models import RunArchive, State
from tests.apps import made
from tests.people import Someone


def written(count: int) -> tuple[Frames, list[bytes]]:
    plain = [b'{"n":%d}' % number for number in range(1, count + 1)]
    frames = Frames()
    for frame in plain:
        frames.append(frame)
    return frames, plain


@pytest.mark.parametrize("count", [0, 1, BLOCK_FRAMES - 1, BLOCK_FRAMES, BLOCK_FRAMES + 1, 3 * BLOCK_FRAMES + 5])
def test_a_worker_can_read_its_frames_from_any_number(count: int) -> None:
    frames, plain = written(count)
    assert len(frames) == count
    for first in range(1, count + 2):
        assert list(frames.from_number(first)) == plain[first - 1 :]


@pytest.mark.django_db
def test_readers_get_any_range_of_an_ended_run(alice: Someone) -> None:
    frames, plain = written(5 * BLOCK_FRAMES + 7)
    run = made.run(alice.person, state=State.DONE)
    blocks = frames.all_blocks()
    lengths = [len(block) for block in blocks]
    RunArchive.objects.create(run=run, blocks=lengths, frames=b"".join(blocks), frames_count=len(plain))
    chance = random.Random(5)
    for _ in range(300):
        after, limit = chance.randrange(0, len(plain) + 10), chance.randrange(1, 200)
        assert archived(run.pk, after, limit) == plain[after : after + limit]


@pytest.mark.django_db
def test_a_run_without_an_archive_has_no_frames_there(alice: Someone) -> None:
    assert archived(made.run(alice.person).pk, 0, 10) == []
