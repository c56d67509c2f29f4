"""The stream keeps its numbers without holes, whoever writes and however often."""

from __future__ import annotations

import uuid

import pytest
import redis

from apps.runs.live.connections import connect
from apps.runs.live.stream import Outcome, Writer, fence_key, frames_after, frames_key, number_of


@pytest.fixture
def writer() -> Writer:
    return Writer(connect())


@pytest.fixture
def run_id() -> str:
    return str(uuid.uuid4())


def frames(*numbers: int) -> list[bytes]:
    return [b'{"n":%d}' % number for number in numbers]


def test_frames_get_their_own_numbers(writer: Writer, run_id: str, broker: redis.Redis) -> None:
    assert writer.append(run_id, 1, 1, frames(1, 2, 3)) == (Outcome.OK, 3)
    ids = [number_of(entry_id) for entry_id, _ in broker.xrange(frames_key(run_id))]
    assert ids == [1, 2, 3]


def test_writing_again_what_is_there_changes_nothing(writer: Writer, run_id: str, broker: redis.Redis) -> None:
    writer.append(run_id, 1, 1, frames(1, 2, 3))
    assert writer.append(run_id, 2, 1, frames(1, 2)) == (Outcome.DUP, 3)
    assert writer.append(run_id, 2, 2, frames(2, 3, 4, 5)) == (Outcome.OK, 5)
    assert frames_after(broker, run_id, 0, 10) == frames(1, 2, 3, 4, 5)


@pytest.mark.django_db
def test_a_gap_is_refused_and_says_where_to_begin(writer: Writer, run_id: str, broker: redis.Redis) -> None:
    writer.append(run_id, 1, 1, frames(1, 2))
    assert writer.append(run_id, 1, 4, frames(4)) == (Outcome.GAP, 2)
    broker.flushall()
    assert writer.append(run_id, 1, 3, frames(3)) == (Outcome.GAP, 0)
    assert frames_after(broker, run_id, 0, 10) == []


def test_an_older_attempt_is_fenced_once_a_newer_one_has_written(writer: Writer, run_id: str) -> None:
    writer.append(run_id, 2, 1, frames(1))
    assert writer.append(run_id, 1, 2, frames(2))[0] is Outcome.FENCED
    assert writer.append(run_id, 2, 2, frames(2))[0] is Outcome.OK


def test_a_script_that_the_broker_forgot_is_sent_again(writer: Writer, run_id: str, broker: redis.Redis) -> None:
    writer.append(run_id, 1, 1, frames(1))
    broker.script_flush()
    assert writer.append(run_id, 1, 2, frames(2)) == (Outcome.OK, 2)


def test_nothing_stays_in_the_broker_for_ever(writer: Writer, run_id: str, broker: redis.Redis) -> None:
    writer.append(run_id, 1, 1, frames(1))
    assert broker.ttl(frames_key(run_id)) > 3600
    assert broker.ttl(fence_key(run_id)) > 3600
    writer.let_go(run_id)
    assert 0 < broker.ttl(frames_key(run_id)) <= 3600


@pytest.mark.django_db
def test_reading_gives_what_follows_without_a_hole_or_nothing(run_id: str, broker: redis.Redis) -> None:
    for number in (3, 4, 6):
        broker.xadd(frames_key(run_id), {"f": frames(number)[0]}, id=f"{number}-0")
    assert frames_after(broker, run_id, 2, 10) == frames(3, 4)
    assert frames_after(broker, run_id, 0, 10) == []
