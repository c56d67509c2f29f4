"""Short plays, one for each guard: who dies when, and what the judges say. With its guard gone, a scene fails.

A run is played by hand: sessions are advanced slice by slice in this process; a death is a lease that is over.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from unittest import mock

from django.db import IntegrityError
from django.utils import timezone

from apps.runs import actions
from apps.runs.execution import claim as claims
from apps.runs.execution import row
from apps.runs.execution.blame import STOPS_MOST
from apps.runs.execution.family import desk_name
from apps.runs.execution.row import Fenced
from apps.runs.execution.session import Ended, Session
from apps.runs.fairness.places import Places
from apps.runs.live.archive import archived
from apps.runs.live.connections import connect
from apps.runs.live.rows import log_entries
from apps.runs.live.stream import Writer, frames_after, frames_key
from apps.runs.models import Run, RunArchive, RunBlock, RunCheckpoint, RunCommand, State
from apps.runs.tasks.invariants import violations
from tests.apps import made
from tests.apps.replay import replay
from tests.people import Someone
from tests.reliability.lives import Died, died_at, gone, killed_every, killed_further_on, lived, poisoned

ANYTHING = Places(paced=True, unpaced=True, only_short=False)


class Play:
    """One run, its worker of the moment, and a viewer who never disconnects."""

    def __init__(self, someone: Someone, **changes: Any) -> None:
        self.someone = someone
        self.run = made.run(someone.person, **changes)
        self.seen: list[bytes] = []
        self.worker = self.next_worker()

    def next_worker(self) -> Session:
        """Somebody takes the run up."""
        run = claims.claim(desk_name(), ANYTHING)
        assert run is not None, "nobody may take the run up"
        self.worker = Session(run, Writer(connect()))
        return self.worker

    def death(self) -> None:
        """The process of the worker is gone (or comes back when it is too late), and its lease runs out."""
        gone(self.worker.writer, self.worker.run.worker)
        Run.objects.filter(pk=self.run.pk).update(lease_until=timezone.now() - timedelta(seconds=0.1))

    def go(self, slices: int) -> None:
        for _ in range(slices):
            self.worker.slice(was_rung=True)
            self.look()

    def go_to_the_end(self) -> None:
        with contextlib.suppress(Ended):
            while True:
                self.go(1)

    def break_something(self, key: str = "k") -> None:
        actions.intervene(self.run, self.someone.person, actions.Wanted(made.kill_action(), key, "killed"))

    def look(self) -> None:
        """The viewer takes what follows."""
        while frames := frames_after(connect(), self.run.pk, len(self.seen), 500):
            self.seen += frames

    def judge(self) -> None:
        """Final record, live log, viewer and invariants."""
        self.look()
        run = Run.objects.get(pk=self.run.pk)
        expected = replay(run.document, run.seed, log_entries(run))
        assert run.state == State.DONE
        assert run.result_digest == expected.digest, "the result is not that of inputs and log"
        assert archived(run.pk, 0, 10_000) == expected.frames, "the archive is not that of inputs and log"
        assert raw_stream(run) in ([], expected.frames), "the live log is not that of inputs and log"
        assert self.seen == expected.frames, "a viewer saw what the run does not contain"
        assert violations() == []


def raw_stream(run: Run) -> list[bytes]:
    """The live log as it stands in the broker."""
    return [fields[b"f"] for _, fields in connect().xrange(frames_key(run.pk))]  # type: ignore[union-attr]


def world() -> list[Any]:
    """Everything that a worker may write to."""
    tables = (Run, RunCommand, RunArchive, RunCheckpoint, RunBlock)
    rows = [list(table.objects.order_by("pk").values()) for table in tables]
    client = connect()
    streams = {key: client.xrange(key) for key in client.scan_iter("backlot:run:*:frames")}
    return [*rows, streams]


def paused_for_long(someone: Someone) -> None:
    """A worker wakes up whose run was taken up, whatever it tries, and the broker has forgotten who may write."""
    play = Play(someone)
    stale = play.worker
    play.go(3)
    play.death()
    play.next_worker()
    play.break_something()
    play.go(2)
    connect().flushall()
    stale.renewed_at -= 10.0
    before = world()
    for act in (
        lambda: stale.slice(was_rung=False),
        stale._keep,
        lambda: stale._finish(State.DONE, ""),
        stale.hand_back,
    ):
        attempted(act)
        assert world() == before, "a stale attempt has written"
    play.go_to_the_end()
    play.judge()


def attempted(act: Callable[[], None]) -> None:
    """What a worker that comes too late may meet."""
    with contextlib.suppress(Fenced, Ended, IntegrityError):
        act()


def paused_before_writing(someone: Someone) -> None:
    """A worker is stopped between computing a frame and writing it; it believes in its lease."""
    play = Play(someone)
    stale = play.worker
    play.go(3)
    stale._edge(stale.horizon + 1)
    stale._compute(stale.horizon)
    play.death()
    play.next_worker()
    play.go(2)
    stale.renewed_at = time.monotonic()
    try:
        stale._publish()
    except Fenced:
        play.go_to_the_end()
        return play.judge()
    raise AssertionError("a stale attempt was not refused")


def put_aside_by_a_stale_worker(someone: Someone) -> None:
    """A worker that was replaced wants to put the run aside."""
    play = Play(someone)
    stale = play.worker
    play.go(3)
    play.death()
    play.next_worker()
    before = world()
    attempted(stale._keep)
    assert world() == before, "a stale attempt has written"
    play.go_to_the_end()
    play.judge()


def broker_comes_back_empty(someone: Someone) -> None:
    """In the middle of a run the stream is gone."""
    play = Play(someone)
    play.go(4)
    connect().flushall()
    play.go_to_the_end()
    assert raw_stream(play.run), "the run was not written again"
    play.judge()


def death_after_showing(someone: Someone) -> None:
    """Frames were seen, the worker dies, the stream is gone, and then somebody breaks something."""
    play = Play(someone)
    play.go(5)
    assert len(play.seen) >= 5
    play.death()
    connect().flushall()
    play.break_something()
    play.next_worker()
    play.go_to_the_end()
    assert log_entries(play.run)[0]["frame"] > 5, "what happened now was stamped within what had been seen"
    play.judge()


def death_after_acting(someone: Someone) -> None:
    """An intervention is seen to act, and the worker dies at once."""
    play = Play(someone)
    play.go(3)
    play.break_something()
    play.go(1)
    play.death()
    play.next_worker()
    play.go_to_the_end()
    play.judge()


def living_worker(someone: Someone) -> None:
    """A worker works for longer than a lease; others look for orphans all the time."""
    with mock.patch.object(row, "LEASE_S", 0.3):
        play = Play(someone, speed=5)
        until = time.monotonic() + 0.8
        while time.monotonic() < until:
            play.go(1)
            assert claims.claim("another worker", ANYTHING) is None, "a run was taken from a worker that lives"
            time.sleep(0.02)
    play.go_to_the_end()
    play.judge()


def cancelled(someone: Someone) -> None:
    """Somebody cancels in the middle of a run."""
    play = Play(someone)
    play.go(2)
    actions.control_run(play.run, "cancel", None)
    play.go_to_the_end()
    assert Run.objects.get().state == State.CANCELLED, "a cancelled run went on"
    assert violations() == []


def death_while_ending(someone: Someone) -> None:
    """The worker dies after writing the end and before writing the archive."""
    play = Play(someone)
    with mock.patch.object(RunArchive.objects, "create", side_effect=Died), contextlib.suppress(Died):
        play.go_to_the_end()
    assert violations() == [], "an end without its archive"
    play.death()
    play.next_worker()
    play.go_to_the_end()
    play.judge()


def two_at_once(someone: Someone) -> None:
    """Two workers have read the same row before either takes it."""
    run = made.run(someone.person)
    read = [list(claims.waiting_for(ANYTHING)) for _ in range(2)]
    with mock.patch.object(claims, "_first_in_line", side_effect=read):
        taken = [claims.claim("a worker", ANYTHING) for _ in range(2)]
    assert [each is not None for each in taken] == [True, False], "a run was taken up twice"
    assert Run.objects.get(pk=run.pk).attempt == 1


def poison(someone: Someone) -> None:
    """A run takes every worker down that computes it."""
    run = made.run(someone.person)
    with poisoned(frame=5):
        deaths = lived(run)
    run.refresh_from_db()
    assert (run.state, deaths) == (State.FAILED, 3), "a run took down more than three workers"
    assert "stopped 3 times" in run.reason
    assert violations() == []


def neighbour(someone: Someone) -> None:
    """A run sits at the desk of workers that die of another run, again and again."""
    play = Play(someone)
    for _ in range(STOPS_MOST + 1):
        play.death()
        died_at(play.worker.run.worker, "another run")
        play.next_worker()
    play.go_to_the_end()
    play.judge()


def unlucky(someone: Someone) -> None:
    """Workers are killed all the time, whatever they do; none of it is the runs' fault."""
    for seed in range(6):
        run = made.run(someone.person, seed=seed)
        with killed_every(2.0, seed):
            assert lived(run) >= 5, "too few deaths for a proof"
        run.refresh_from_db()
        assert run.state == State.DONE, "a run was given up that had done nothing"
        assert run.result_digest == replay(run.document, run.seed, log_entries(run)).digest
    assert violations() == []


def on_the_way(someone: Someone) -> None:
    """Workers are killed while they compute, and each gets further than the one before."""
    run = made.run(someone.person, duration_s=20.0)
    with killed_further_on(frames=5):
        deaths = lived(run)
    run.refresh_from_db()
    assert run.state == State.DONE, "a run was given up that gets on"
    assert deaths > STOPS_MOST, "too few deaths for a proof"
    assert run.result_digest == replay(run.document, run.seed, log_entries(run)).digest


SCENES: dict[str, Callable[[Someone], None]] = {
    each.__name__: each
    for each in (
        paused_for_long,
        paused_before_writing,
        put_aside_by_a_stale_worker,
        broker_comes_back_empty,
        death_after_showing,
        death_after_acting,
        living_worker,
        cancelled,
        death_while_ending,
        two_at_once,
        poison,
        neighbour,
        unlucky,
        on_the_way,
    )
}
# Which scene kills which mutant.
KILLED_BY = {
    "no_attempt_check": "paused_for_long",
    "no_stream_fence": "paused_before_writing",
    "no_gap_check": "broker_comes_back_empty",
    "horizon_forgotten": "death_after_showing",
    "horizon_not_written": "death_after_showing",
    "stamps_written_late": "death_after_acting",
    "lease_not_renewed": "living_worker",
    "cancel_ignored": "cancelled",
    "checkpoint_without_fence": "put_aside_by_a_stale_worker",
    "archive_after_done": "death_while_ending",
    "claims_anything": "two_at_once",
    "never_gives_up": "poison",
    "blames_everybody": "neighbour",
    "blames_any_place": "unlucky",
    "never_cleared": "on_the_way",
}
