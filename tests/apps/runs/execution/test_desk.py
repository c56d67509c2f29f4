"""A desk computes runs side by side, and what it gives is what a plain replay gives."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
import redis
from django.db import OperationalError, connection

from apps.runs import actions, execution
from apps.runs.execution import checkpoints, leaving, limits, row
from apps.runs.execution.desk import Desk
from apps.runs.live.archive import archived
from apps.runs.live.connections import connect
from apps.runs.live.rows import log_entries
from apps.runs.live.stream import ANYWHERE, frames_after, place_of
from apps.runs.models import Run, RunCommand, State
from engine.simulate import Limits, Simulation
from tests.apps import made
from tests.apps.replay import Replay, replay
from tests.people import Someone

pytestmark = pytest.mark.django_db(transaction=True)


# Frames are a quarter of a second apart, and the run below makes five seconds in one.
FRAMES_OF_A_QUARTER_SECOND = 5


def judged(run: Run) -> Replay:
    """The replay of a run from its row, after checking that the run has all of its frames in both places."""
    run.refresh_from_db()
    expected = replay(run.document, run.seed, log_entries(run))
    assert run.frames_done == len(expected.frames)
    assert archived(run.pk, 0, 10_000) == expected.frames
    assert frames_after(connect(), run.pk, 0, 10_000) == expected.frames
    assert run.result_digest == expected.digest
    return expected


@pytest.fixture
def desk_thread() -> Iterator[threading.Thread]:
    """A desk at work in a thread, until it has nothing left to do."""

    def work() -> None:
        try:
            execution.work()
        finally:
            connection.close()

    thread = threading.Thread(target=work)
    yield thread
    leaving.leave_process()
    if thread.ident:
        thread.join(10)


def wait_for(run: Run, condition: str, value: object, within_s: float = 10.0) -> None:
    deadline = time.monotonic() + within_s
    while time.monotonic() < deadline:
        run.refresh_from_db()
        if getattr(run, condition) == value:
            return
        time.sleep(0.02)
    raise AssertionError(f"{condition} is {getattr(run, condition)!r} after {within_s} s, not {value!r}")


def wait_until_stamped(command: RunCommand, within_s: float = 10.0) -> None:
    deadline = time.monotonic() + within_s
    while command.apply_at_frame is None:
        assert time.monotonic() < deadline, "no desk took the intervention up"
        command.refresh_from_db()


def test_a_run_as_fast_as_possible_gives_what_a_replay_gives(alice: Someone) -> None:
    run = made.run(alice.person)
    execution.work()
    wait_for(run, "state", State.DONE)
    assert len(judged(run).frames) == 40
    assert run.summary["requests"]["offered"] > 0
    assert run.lease_until is None


def test_many_runs_are_done_side_by_side(alice: Someone) -> None:
    runs = [made.run(alice.person, seed=seed, key=str(seed), speed=(0, 20)[seed % 2]) for seed in range(6)]
    execution.work()
    for run in runs:
        judged(run)
        run.refresh_from_db()
    paced = [run for run in runs if run.speed]
    assert max(run.started for run in paced) < min(run.finished for run in paced)


def test_a_run_at_its_speed_takes_its_time_and_shows_an_intervention_soon(
    alice: Someone, desk_thread: threading.Thread
) -> None:
    run = made.run(alice.person, speed=5)
    desk_thread.start()
    wait_for(run, "state", State.RUNNING)
    began = time.monotonic()
    time.sleep(0.5)
    command = actions.intervene(run, alice.person, actions.Wanted(made.kill_action(), "k", "killed"))
    wait_until_stamped(command)
    run.refresh_from_db()
    # Counted in frames, because the machine may be busy: a quarter of a second of frames at this speed.
    assert command.apply_at_frame <= run.frames_done + FRAMES_OF_A_QUARTER_SECOND
    wait_for(run, "state", State.DONE)
    assert time.monotonic() - began > 1.5
    assert judged(run).digest != replay(run.document, run.seed, []).digest


def test_pause_resume_speed_and_cancel_are_heard_at_once(alice: Someone, desk_thread: threading.Thread) -> None:
    run = made.run(alice.person, speed=1)
    desk_thread.start()
    wait_for(run, "frames_done", 1)
    actions.control_run(run, "pause", None)
    time.sleep(0.3)
    run.refresh_from_db()
    before = run.frames_done
    time.sleep(1.3)
    run.refresh_from_db()
    assert run.frames_done == before
    assert run.state == State.RUNNING
    actions.control_run(run, "resume", None)
    wait_for(run, "frames_done", before + 1)
    actions.control_run(run, "cancel", None)
    wait_for(run, "state", State.CANCELLED)
    assert run.summary is not None
    assert len(archived(run.pk, 0, 1000)) == run.frames_done


def test_a_run_again_has_the_same_digest_as_its_original(alice: Someone, desk_thread: threading.Thread) -> None:
    run = made.run(alice.person, speed=20)
    desk_thread.start()
    wait_for(run, "state", State.RUNNING)
    actions.intervene(run, alice.person, actions.Wanted(made.kill_action(), "k", "killed"))
    wait_for(run, "state", State.DONE)
    desk_thread.join(10)
    again = actions.replay_run(alice.person, run, made.asked(key="again", seed=0))
    assert isinstance(again, Run)
    execution.work()
    assert judged(again).digest == judged(run).digest
    assert [entry["frame"] for entry in log_entries(again)] == [entry["frame"] for entry in log_entries(run)]


def test_a_broker_that_comes_back_empty_gets_every_frame_again(alice: Someone, broker: redis.Redis) -> None:
    run = made.run(alice.person, speed=20, duration_s=20.0)
    desk = Desk()
    wipes = 0
    desk._claim_if_due()
    while desk.sessions:
        if len(desk.sessions[str(run.pk)].frames) >= 20 * (wipes + 1):
            broker.flushall()
            wipes += 1
        desk._serve()
    assert wipes >= 3
    judged(run)


def test_without_a_broker_a_run_is_done_all_the_same(alice: Someone, monkeypatch: pytest.MonkeyPatch) -> None:
    run = made.run(alice.person)
    desk = Desk()

    def refuse(*_words: object) -> None:
        raise redis.ConnectionError

    monkeypatch.setattr(desk.writer, "append", refuse)
    monkeypatch.setattr(desk.writer, "let_go", refuse)
    desk.work()
    wait_for(run, "state", State.DONE)
    assert archived(run.pk, 0, 1000) == replay(run.document, run.seed, []).frames


def test_a_desk_that_rests_blames_no_run_for_its_death(alice: Someone, monkeypatch: pytest.MonkeyPatch) -> None:
    run = made.run(alice.person, speed=1)
    desk = Desk()
    loaded_at: list[int | None] = []
    standing = checkpoints.standing

    def load(*words: Any) -> checkpoints.Standing:
        loaded_at.append(place_of(connect(), desk.name, run.pk))
        return standing(*words)

    monkeypatch.setattr(checkpoints, "standing", load)
    desk._claim_if_due()
    assert loaded_at == [ANYWHERE], "a run that cannot be loaded is not noticed"
    assert place_of(connect(), desk.name, run.pk) is None, "what waits for its first slice does no harm"
    blamed: list[bool] = []
    listen = desk.ear.listen

    def rest(wall_s: float) -> set[str]:
        if wall_s > 0.02:
            time.sleep(0.01)
            blamed.append(place_of(connect(), desk.name, run.pk) is not None)
        return listen(wall_s)

    desk.ear.listen = rest  # type: ignore[method-assign]
    while len(desk.sessions[str(run.pk)].frames) < 3:
        desk._claim_if_due()
        desk._serve()
    assert blamed
    assert not any(blamed)


@pytest.mark.parametrize("step", ["taken up", "computed"])
def test_a_database_that_goes_away_is_no_runs_fault(step: str, alice: Someone, monkeypatch: pytest.MonkeyPatch) -> None:
    def does_not_answer(*_: object, **__: object) -> None:
        raise OperationalError("the connection is lost")

    run = made.run(alice.person, speed=1)
    desk = Desk()
    monkeypatch.setattr(row, "begin" if step == "taken up" else "at_slice_edge", does_not_answer)
    desk._claim_if_due()
    if step == "computed":
        desk._serve()
    assert not desk.sessions
    assert place_of(connect(), desk.name, run.pk) is None


def test_a_desk_that_should_leave_puts_its_runs_down_for_the_next(
    alice: Someone, desk_thread: threading.Thread
) -> None:
    run = made.run(alice.person, speed=1)
    desk_thread.start()
    wait_for(run, "frames_done", 2)
    leaving.leave_process()
    desk_thread.join(5)
    run.refresh_from_db()
    assert (run.state, run.tries) == (State.RUNNING, 1)
    Run.objects.update(speed=0)
    execution.work()
    wait_for(run, "state", State.DONE)
    assert (run.attempt, run.tries) == (2, 1)
    judged(run)


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("ENGINE", Limits(events=2000), "2,000 events"),
        ("COMPUTE_S_MOST", 0.0, "computing time"),
        ("OPEN_S_MOST", 0.0, "hours"),
        ("FRAMES_BYTES_MOST", 1000, "of frames"),
    ],
)
def test_a_run_that_meets_a_limit_ends_in_words_and_keeps_what_was_measured(
    alice: Someone, monkeypatch: pytest.MonkeyPatch, name: str, value: object, words: str
) -> None:
    monkeypatch.setattr(limits, name, value)
    run = made.run(alice.person)
    execution.work()
    wait_for(run, "state", State.FAILED)
    assert words in run.reason
    assert 1 <= run.frames_done == len(archived(run.pk, 0, 1000)) <= 40
    assert run.summary["requests"]["offered"] > 0


def test_an_engine_that_stops_again_and_again_ends_the_run_in_words(
    alice: Someone, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    run = made.run(alice.person)
    neighbour = made.run(alice.person, seed=8, key="neighbour")
    advance = "engine.simulate.Simulation.advance"
    real = Simulation.advance

    def break_at_frame_six(simulation: Simulation, max_events: int) -> object:
        assert simulation.seed != run.seed or simulation.frame_index < 6, "broken on purpose"
        return real(simulation, max_events)

    monkeypatch.setattr(advance, break_at_frame_six)
    execution.work()
    wait_for(run, "state", State.FAILED)
    assert run.reason.startswith("The engine stopped 3 times near t = ")
    assert run.attempt == 4
    assert 1 <= len(archived(run.pk, 0, 1000)) == run.frames_done <= 6
    wait_for(neighbour, "state", State.DONE)


def test_a_desk_that_has_nothing_left_to_do_leaves_nothing_with_the_broker(alice: Someone) -> None:
    before = set(connect().scan_iter("backlot:computing:*"))
    made.run(alice.person)
    execution.work()
    deadline = time.monotonic() + 5.0
    while left := set(connect().scan_iter("backlot:computing:*")) - before:
        assert time.monotonic() < deadline, left
        time.sleep(0.01)
