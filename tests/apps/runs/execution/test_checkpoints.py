"""Runs put aside: what is kept, what a successor takes, and that nothing differs."""

from __future__ import annotations

import contextlib
import itertools
import time
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from apps.runs import actions, execution
from apps.runs.execution import checkpoints, limits
from apps.runs.execution.claim import claim
from apps.runs.execution.row import Fenced
from apps.runs.execution.session import Ended, Session
from apps.runs.fairness.places import Places
from apps.runs.live.archive import archived
from apps.runs.live.connections import connect
from apps.runs.live.rows import log_entries
from apps.runs.live.stream import Writer, frames_key
from apps.runs.models import Run, RunBlock, RunCheckpoint, State
from tests.apps import made
from tests.apps.replay import replay
from tests.people import Someone

pytestmark = pytest.mark.django_db(transaction=True)
ANYTHING = Places(paced=True, unpaced=True, only_short=False)


@pytest.fixture
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    """A checkpoint after every slice."""
    monkeypatch.setattr(limits, "CHECKPOINT_S", 0.0)
    monkeypatch.setattr(limits, "CHECKPOINT_SHARE", 1e9)
    monkeypatch.setattr(limits, "SLICE_FRAMES_MOST", 2)


def taken(alice: Someone, **changes: Any) -> Session:
    made.run(alice.person, **changes)
    return again()


def again() -> Session:
    run = claim("a worker", ANYTHING)
    assert run is not None
    return Session(run, Writer(connect()))


def killed(session: Session) -> None:
    """What is left when a process dies: its lease runs out."""
    Run.objects.filter(pk=session.run.pk).update(lease_until=timezone.now() - timedelta(seconds=1))


def finished(session: Session) -> Run:
    with contextlib.suppress(Ended):
        while True:
            session.slice(was_rung=False)
    run = Run.objects.get(pk=session.run.pk)
    expected = replay(run.document, run.seed, log_entries(run))
    assert archived(run.pk, 0, 10_000) == expected.frames
    assert run.result_digest == expected.digest
    return run


@pytest.mark.usefixtures("often")
def test_a_successor_goes_on_from_the_newest_checkpoint(alice: Someone) -> None:
    session = taken(alice)
    for _ in range(8):
        session.slice(was_rung=False)
    killed(session)
    successor = again()
    assert successor.frame == session.frame >= 8
    run = finished(successor)
    assert run.state == State.DONE
    assert run.resumptions == 1
    assert run.repeated_s < 2.0


@pytest.mark.usefixtures("often")
def test_a_run_that_is_killed_after_every_slice_is_the_same_run(alice: Someone) -> None:
    session = taken(alice)
    for number in range(200):
        if session.frame % 5 == 1:
            wanted = actions.Wanted(made.kill_action(), f"k{number}", "killed")
            actions.intervene(session.run, alice.person, wanted)
        try:
            session.slice(was_rung=True)
        except Ended:
            break
        killed(session)
        session = again()
        session.run.tries = 1
        Run.objects.filter(pk=session.run.pk).update(tries=1)
    run = Run.objects.get(pk=session.run.pk)
    assert run.resumptions >= 10
    expected = replay(run.document, run.seed, log_entries(run))
    assert len([entry for entry in log_entries(run) if entry["frame"]]) >= 5
    assert archived(run.pk, 0, 10_000) == expected.frames
    assert run.result_digest == expected.digest


@pytest.mark.usefixtures("often")
def test_a_run_put_aside_in_the_middle_of_a_frame_goes_on_there(
    alice: Someone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "SLICE_S", 1e-9)
    monkeypatch.setattr(limits, "EVENTS_FIRST", 15)
    monkeypatch.setattr(limits, "EVENTS_MOST", 15)
    monkeypatch.setattr(limits, "EVENTS_LEAST", 15)
    session = taken(alice)
    actions.intervene(session.run, alice.person, actions.Wanted(made.kill_action(), "k", "killed"))
    middles = 0
    for _ in range(60):
        session.slice(was_rung=True)
        if session.is_mid_frame:
            killed(session)
            session = again()
            Run.objects.filter(pk=session.run.pk).update(tries=1)
            assert session.is_mid_frame
            middles += 1
    assert middles >= 5
    monkeypatch.setattr(limits, "SLICE_S", 0.1)
    finished(session)


@pytest.mark.usefixtures("often")
def test_a_checkpoint_that_does_not_load_is_passed_over(alice: Someone) -> None:
    session = taken(alice)
    for _ in range(6):
        session.slice(was_rung=False)
    killed(session)
    newest = session.run.checkpoints.last()
    assert newest is not None
    RunCheckpoint.objects.filter(pk=newest.pk).update(state=bytes(newest.state)[:-1])
    successor = again()
    assert 0 < successor.frame < session.frame
    RunCheckpoint.objects.update(state=b"nonsense")
    killed(successor)
    last = again()
    assert last.frame == 0
    finished(last)


@pytest.mark.usefixtures("often")
def test_a_checkpoint_without_its_frames_is_passed_over(alice: Someone) -> None:
    session = taken(alice, stored=made.design(alice.person, duration_s=30.0))
    while session.frame < 70:
        session.slice(was_rung=False)
    assert RunBlock.objects.count() == 1
    RunBlock.objects.all().delete()
    killed(session)
    successor = again()
    assert successor.frame < 64
    finished(successor)
    assert not RunBlock.objects.exists(), "the archive takes the place of the blocks"


@pytest.mark.usefixtures("often")
def test_a_worker_that_was_replaced_writes_no_checkpoint(alice: Someone) -> None:
    session = taken(alice)
    session.slice(was_rung=False)
    before = RunCheckpoint.objects.count()
    killed(session)
    successor = again()
    with pytest.raises(Fenced):
        session._keep()
    assert RunCheckpoint.objects.count() == before
    finished(successor)


@pytest.mark.usefixtures("often")
def test_few_checkpoints_are_kept_far_apart(alice: Someone) -> None:
    session = taken(alice, stored=made.design(alice.person, duration_s=30.0))
    run = finished(session)
    frames = list(run.checkpoints.values_list("frame", flat=True))
    assert len(frames) == limits.CHECKPOINTS_KEPT
    assert max(after - before for before, after in itertools.pairwise(frames)) < 90
    assert checkpoints.prune() == 0
    Run.objects.update(finished=timezone.now() - timedelta(hours=25))
    assert checkpoints.prune() == limits.CHECKPOINTS_KEPT


@pytest.mark.usefixtures("often")
@pytest.mark.parametrize("limit", ["CHECKPOINT_STATE_BYTES_MOST", "CHECKPOINT_BYTES_MOST"])
def test_what_is_too_large_is_not_kept(alice: Someone, monkeypatch: pytest.MonkeyPatch, limit: str) -> None:
    monkeypatch.setattr(limits, limit, 1_000)
    run = finished(taken(alice))
    assert not run.checkpoints.exists()


def test_checkpoints_come_after_some_computing_only(alice: Someone) -> None:
    run = finished(taken(alice))
    assert run.computed_s < limits.CHECKPOINT_S
    assert not run.checkpoints.exists()


def test_a_worker_that_is_asked_to_leave_puts_its_runs_aside(alice: Someone) -> None:
    session = taken(alice)
    session.slice(was_rung=False)
    session.hand_back()
    successor = again()
    assert successor.frame == session.frame > 0
    finished(successor)


@pytest.mark.usefixtures("often")
def test_a_stream_that_came_back_empty_is_filled_from_the_checkpoint(alice: Someone) -> None:
    session = taken(alice)
    for _ in range(6):
        session.slice(was_rung=False)
    killed(session)
    connect().delete(frames_key(session.run.pk))
    successor = again()
    successor.slice(was_rung=False)
    assert connect().xlen(frames_key(session.run.pk)) == successor.frame
    finished(successor)


def test_a_long_run_repeats_two_seconds_at_most(alice: Someone) -> None:
    """A kill at a random moment of computing; what lies between it and the last checkpoint is done again."""
    stored = made.design(alice.person, rate_per_s=4_000.0, duration_s=6_000.0)
    session = taken(alice, stored=stored)
    deadline = time.monotonic() + 60.0
    while session.keeper.kept_s == 0.0 or not 1.0 < session.compute_s - session.keeper.kept_s < 1.7:
        assert time.monotonic() < deadline
        session.slice(was_rung=False)
    killed(session)
    successor = again()
    run = Run.objects.get(pk=session.run.pk)
    assert run.resumptions == 1
    assert 0.5 <= run.repeated_s <= 2.0
    Run.objects.filter(pk=run.pk).update(cancel_requested=True)
    with pytest.raises(Ended):
        successor.slice(was_rung=True)
    execution.work()
