"""What must hold of all runs: nothing to say of runs that were done, a sentence for each that is broken (R12)."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest
from django.utils import timezone

from apps.runs import execution
from apps.runs.live.connections import connect
from apps.runs.live.stream import fence_key
from apps.runs.models import Run, RunArchive, State
from apps.runs.tasks import reaper
from apps.runs.tasks.invariants import violations
from tests.apps import made
from tests.people import Someone

pytestmark = pytest.mark.django_db(transaction=True)


def test_runs_that_wait_run_and_end_keep_every_rule(alice: Someone) -> None:
    done = made.run(alice.person, key="done")
    execution.work()
    made.run(alice.person, key="waits")
    fresh = timezone.now() + timedelta(seconds=1)
    made.run(alice.person, key="runs", state=State.RUNNING, lease_until=fresh, attempt=1)
    done.refresh_from_db()
    assert done.state == State.DONE
    assert violations() == []


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"state": State.RUNNING}, "is computed without a lease"),
        ({"state": State.RUNNING, "lease_s": -6.0}, "lost its worker more than 5 s ago"),
        ({"state": State.DONE}, "is done without a result"),
        ({"state": State.FAILED, "lease_s": 1.0}, "has ended and is leased"),
    ],
)
def test_a_row_that_breaks_a_rule_is_named(alice: Someone, changes: dict[str, object], words: str) -> None:
    run = made.run(alice.person)
    lease_s = changes.pop("lease_s", None)
    until = None if lease_s is None else timezone.now() + timedelta(seconds=lease_s)
    Run.objects.update(lease_until=until, finished=timezone.now(), **changes)
    assert violations() == [f"run {run.pk} {words}"]


def test_an_archive_that_does_not_fit_is_named(alice: Someone) -> None:
    waiting, failed = made.run(alice.person, key="waits"), made.run(alice.person, key="failed")
    Run.objects.filter(pk=failed.pk).update(state=State.FAILED, finished=timezone.now(), frames_done=3)
    for run in (waiting, failed):
        RunArchive.objects.create(run=run, blocks=[], frames=b"", frames_count=2)
    assert violations() == [f"run {failed.pk} has an incomplete archive", f"run {waiting.pk} waits and has a result"]


def test_a_stream_that_knows_a_later_attempt_than_the_row_is_named(alice: Someone) -> None:
    until = timezone.now() + timedelta(seconds=1)
    run = made.run(alice.person, state=State.RUNNING, attempt=2, lease_until=until)
    connect().set(fence_key(run.pk), 2)
    assert violations() == []
    connect().set(fence_key(run.pk), 3)
    assert violations() == [f"run {run.pk} was written to by an attempt that it never had"]


def test_of_the_past_only_what_ended_lately_is_looked_at(alice: Someone) -> None:
    run = made.run(alice.person)
    long_ago = timezone.now() - timedelta(days=1)
    Run.objects.update(state=State.DONE, finished=long_ago)
    assert violations() == []
    assert violations(since=long_ago) == [f"run {run.pk} is done without a result"]


def test_the_reaper_logs_what_is_broken_as_an_error(alice: Someone, caplog: pytest.LogCaptureFixture) -> None:
    run = made.run(alice.person, state=State.RUNNING)
    assert reaper.check() == 1
    assert [record.levelno for record in caplog.records if str(run.pk) in record.message] == [logging.ERROR]
