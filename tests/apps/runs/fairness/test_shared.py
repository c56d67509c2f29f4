"""Equal runs are computed once; everybody has a run of one's own, and nobody sees whose was computed (R14)."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from apps.accounts.models import Person
from apps.runs import actions, execution
from apps.runs.execution import claim as claims
from apps.runs.execution import desk as desks
from apps.runs.execution.claim import claim
from apps.runs.execution.desk import Desk
from apps.runs.fairness import shared
from apps.runs.fairness.places import Places
from apps.runs.live.archive import archived
from apps.runs.models import Quota, Run, RunArchive, RunTraces, State
from apps.runs.tasks.invariants import violations
from tests.apps import made
from tests.apps.replay import replay
from tests.people import Someone
from tests.reliability.lives import died_at
from tests.reliability.record import record

pytestmark = pytest.mark.django_db(transaction=True)

STUDENTS = 300
ROOM = Places(paced=True, unpaced=True)


@pytest.fixture
def computed(monkeypatch: pytest.MonkeyPatch) -> list[Run]:
    """The runs that a desk began to compute."""
    begun: list[Run] = []
    real = desks.Session

    def begin(run: Run, *words: Any) -> Any:
        begun.append(run)
        return real(run, *words)

    monkeypatch.setattr(desks, "Session", begin)
    return begun


def pressed(person: Person, **changes: Any) -> Run:
    return made.run(person, is_shared=True, **changes)


def states(*runs: Run) -> list[str]:
    for run in runs:
        run.refresh_from_db()
    return [run.state for run in runs]


def test_three_hundred_press_and_one_computation_serves_all(computed: list[Run]) -> None:
    people = Person.objects.bulk_create([Person(token_hash=str(number)) for number in range(STUDENTS)])
    early = [pressed(person) for person in people[: STUDENTS // 2]]
    began = timezone.now()
    # A desk hands out for half a second at a time; in a running Backlot the reaper rings again.
    while Run.objects.filter(state=State.QUEUED).exists():
        execution.work()
    late = [pressed(person) for person in people[STUDENTS // 2 :]]
    print(f"{STUDENTS} runs done {(timezone.now() - began).total_seconds():.1f} s after a worker looked")
    assert len(computed) == 1
    assert set(states(*early, *late)) == {State.DONE}
    expected = replay(early[0].document, early[0].seed, [])
    assert {run.result_digest for run in Run.objects.all()} == {expected.digest}
    assert len({bytes(frames) for frames in RunArchive.objects.values_list("frames", flat=True)}) == 1
    assert len({bytes(packed) for packed in RunTraces.objects.values_list("packed", flat=True)}) == 1
    assert RunTraces.objects.count() == RunArchive.objects.count() == Run.objects.count() == STUDENTS
    assert archived(late[-1].pk, 0, 1000) == expected.frames
    assert violations() == []
    record("R14", f"{len(computed)} computation, {STUDENTS - 1} copies, 1 digest; 0 owners in a copy")


def test_nobody_sees_whose_result_it_is(alice: Someone, bob: Someone) -> None:
    first = pressed(alice.person)
    execution.work()
    second = pressed(bob.person)
    assert states(first, second) == [State.DONE, State.DONE]
    strange = {str(first.pk), first.pk.hex, str(alice.person.pk), alice.name, str(first.design_id)}
    row = " ".join(str(value) for value in Run.objects.filter(pk=second.pk).values_list()[0])
    pages = [f"/runs/{second.pk}/", *(f"/runs/{second.pk}/{page}" for page in ("report/", "log/", "result.json"))]
    for text in [row, *(bob.client.get(page).content.decode() for page in pages)]:
        assert not [word for word in strange if word in text]
    assert bob.client.get(f"/runs/{first.pk}/").status_code == 404
    assert alice.client.get(f"/runs/{second.pk}/").status_code == 404


def test_a_result_that_was_there_costs_no_computing(alice: Someone, bob: Someone) -> None:
    pressed(alice.person)
    execution.work()
    pressed(bob.person)
    used = Quota.objects.get(subject=str(bob.person.pk), kind="cpu_s_per_day").used
    assert used == pytest.approx(0.0)


def test_the_first_is_deleted_and_the_others_keep_everything(alice: Someone, bob: Someone) -> None:
    pressed(alice.person)
    execution.work()
    second = pressed(bob.person)
    alice.person.delete()
    assert states(second) == [State.DONE]
    assert archived(second.pk, 0, 1000) == replay(second.document, second.seed, []).frames
    assert RunTraces.objects.filter(run=second).exists()


def test_who_waits_for_an_equal_run_is_not_claimed_until_that_one_is_over(alice: Someone, bob: Someone) -> None:
    first, second = pressed(alice.person), pressed(bob.person)
    assert [claim("one", ROOM), claim("another", ROOM)] == [first, None]
    Run.objects.filter(pk=first.pk).update(state=State.FAILED)
    assert claim("another", ROOM) == second


@pytest.mark.parametrize("is_running", [False, True])
def test_one_cancels_and_the_next_is_computed(
    alice: Someone, bob: Someone, charlie: Someone, computed: list[Run], is_running: bool
) -> None:
    runs = [pressed(someone.person) for someone in (alice, bob, charlie)]
    desk = Desk()
    if is_running:
        desk._claim_if_due()
    actions.control_run(runs[0], "cancel", None)
    desk.work()
    assert states(*runs) == [State.CANCELLED, State.DONE, State.DONE]
    assert computed == runs[not is_running : 2]
    assert violations() == []


def test_a_follower_cancels_and_the_others_go_on(alice: Someone, bob: Someone, charlie: Someone) -> None:
    runs = [pressed(someone.person) for someone in (alice, bob, charlie)]
    desk = Desk()
    desk._claim_if_due()
    actions.control_run(runs[1], "cancel", None)
    desk.work()
    assert states(*runs) == [State.DONE, State.CANCELLED, State.DONE]


def test_a_worker_that_dies_after_the_end_leaves_the_result_to_the_next(
    alice: Someone, bob: Someone, computed: list[Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    runs = [pressed(alice.person), pressed(bob.person)]
    with monkeypatch.context() as context:
        context.setattr(Desk, "_hand_out", lambda *_: None)
        desk = Desk()
        desk._claim_if_due()
        while desk.sessions:
            desk._serve()
    assert states(*runs) == [State.DONE, State.QUEUED]
    execution.work()
    assert states(*runs) == [State.DONE, State.DONE]
    assert computed == runs[:1]


def paused(run: Run) -> None:
    actions.control_run(run, "pause", None)


def slowed(run: Run) -> None:
    actions.control_run(run, "speed", 5)


def broken(run: Run) -> None:
    actions.intervene(run, run.owner, actions.Wanted(made.kill_action(), "k", "killed"))


@pytest.mark.parametrize("act", [paused, slowed, broken])
def test_who_wants_more_than_the_result_has_a_computation_of_ones_own(
    alice: Someone, bob: Someone, act: Callable[[Run], None]
) -> None:
    first, second = pressed(alice.person), pressed(bob.person)
    assert claim("one", ROOM) == first
    act(second)
    assert claim("another", ROOM) == second


@pytest.mark.parametrize("act", [paused, slowed, broken])
def test_who_leaves_while_computed_leaves_the_others_to_the_next(
    alice: Someone, bob: Someone, act: Callable[[Run], None]
) -> None:
    first, second = pressed(alice.person), pressed(bob.person)
    assert claim("one", ROOM) == first
    act(first)
    assert claim("another", ROOM) == second


def test_a_run_that_was_disturbed_is_nobodys_result(alice: Someone, bob: Someone, computed: list[Run]) -> None:
    first = pressed(alice.person)
    broken(first)
    execution.work()
    second = pressed(bob.person)
    fork = actions.fork_run(alice.person, first, actions.Fork(0, 0, False, [], "fork"))
    execution.work()
    assert states(first, second, fork) == [State.DONE] * 3
    assert len(computed) == 3
    assert second.result_digest == replay(second.document, second.seed, []).digest != first.result_digest


def test_a_crowd_of_workers_takes_one_of_equal_runs(alice: Someone) -> None:
    for number in range(6):
        pressed(alice.person, key=str(number))

    def take(_number: int) -> Run | None:
        try:
            return claim("tester", ROOM)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert len([run for run in pool.map(take, range(24)) if run]) == 1


def test_the_constraint_alone_lets_one_go_on(alice: Someone, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two workers that looked at the same moment see nobody computing."""
    for number in range(3):
        pressed(alice.person, key=str(number))
    both = list(claims.waiting_for(ROOM))
    monkeypatch.setattr(claims, "_first_in_line", lambda _places: both)
    assert [claim("one", ROOM) is not None, claim("another", ROOM) is not None] == [True, False]


def test_what_took_its_workers_down_does_so_once_and_not_for_every_person(alice: Someone, bob: Someone) -> None:
    """Three deaths, then everybody who waits for the same is told so, and who presses soon afterwards too (R11)."""
    first, second = pressed(alice.person), pressed(bob.person)
    other = pressed(bob.person, seed=8, key="other")
    for _ in range(3):
        taken = claim("a worker", ROOM)
        assert taken is not None
        assert taken.pk == first.pk
        died_at("a worker", taken.pk, 70_000)
        Run.objects.filter(pk=taken.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    taken = claim("a worker", ROOM)
    assert taken is not None
    assert taken.pk == other.pk, "somebody waits for something else"
    assert states(first, second, other) == ["failed", "failed", "running"]
    assert first.reason == second.reason
    assert "stopped 3 times" in second.reason
    assert second.attempt == 0
    late = pressed(alice.person, key="again")
    assert claim("a worker", ROOM) is None
    assert states(late) == ["failed"]
    assert violations() == []


def test_what_the_engine_could_not_do_is_tried_again_after_a_while(alice: Someone) -> None:
    ended = timezone.now() - timedelta(seconds=shared.REFUSED_S + 1)
    pressed(alice.person, state=State.FAILED, finished=ended, reason="The engine stopped 3 times.", frames_done=0)
    again = pressed(alice.person, key="again")
    taken = claim("a worker", ROOM)
    assert taken is not None
    assert taken.pk == again.pk
