"""The reaper rings for runs that nobody computes, and not for others."""

from __future__ import annotations

from datetime import timedelta

import pytest
import redis
from django.conf import settings
from django.utils import timezone

from apps.runs import tasks
from apps.runs.models import Run, State
from apps.runs.tasks import reaper
from tests.apps import made
from tests.people import Someone

pytestmark = pytest.mark.django_db

QUEUE = f"{settings.CELERY_PREFIX}live"
BATCH = f"{settings.CELERY_PREFIX}batch"


def test_it_rings_for_what_waits_and_for_orphans(alice: Someone, broker: redis.Redis) -> None:
    made.run(alice.person, key="waits")
    over = timezone.now() - timedelta(seconds=1)
    made.run(alice.person, key="orphan", state=State.RUNNING, lease_until=over)
    made.run(alice.person, key="served", state=State.RUNNING, lease_until=timezone.now() + timedelta(seconds=2))
    made.run(alice.person, key="over", state=State.DONE)
    assert reaper.reap() == 2
    assert broker.llen(QUEUE) == 2


def test_what_runs_in_the_background_rings_at_its_own_door(alice: Someone, broker: redis.Redis) -> None:
    for number in range(5):
        made.run(alice.person, key=str(number), lane="batch", lane_rank=30)
    live = made.run(alice.person, key="live")
    broker.flushall()
    assert reaper.reap() == reaper.RINGS_MOST + 1
    assert (broker.llen(QUEUE), broker.llen(BATCH)) == (1, reaper.RINGS_MOST)
    assert live.lane == "interactive"


def test_a_full_line_of_rings_grows_no_longer(alice: Someone, broker: redis.Redis) -> None:
    made.run(alice.person)
    for _ in range(50):
        reaper.reap()
    assert broker.llen(QUEUE) == tasks.WAITING_MOST


def test_nothing_waits_nothing_rings(alice: Someone, broker: redis.Redis) -> None:
    made.run(alice.person)
    Run.objects.update(state=State.DONE)
    assert reaper.reap() == 0
    assert broker.llen(QUEUE) == 0


@pytest.mark.django_db(transaction=True)
def test_the_doorbell_rings_after_the_commit_and_carries_nothing(alice: Someone, broker: redis.Redis) -> None:
    made.run(alice.person)
    (message,) = broker.lrange(QUEUE, 0, -1)
    assert b'"argsrepr": "()"' in message
    assert b'"kwargsrepr": "{}"' in message


@pytest.mark.django_db(transaction=True)
def test_a_run_is_queued_even_if_no_broker_answers(alice: Someone, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise redis.ConnectionError

    monkeypatch.setattr(tasks, "broker", refuse)
    assert made.run(alice.person).state == State.QUEUED
