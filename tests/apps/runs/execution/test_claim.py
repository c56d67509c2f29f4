"""Of all who want a run one gets it: orphans first, then whoever has least, then who waits longest."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import redis
from django.db import connection
from django.utils import timezone

from apps.runs.execution.blame import STOPS_AT_ONE_PLACE, STOPS_MOST
from apps.runs.execution.claim import answer_at, claim
from apps.runs.execution.limits import LEASE_S
from apps.runs.fairness.places import SHORT_S, Places
from apps.runs.live.connections import connect
from apps.runs.live.stream import Writer
from apps.runs.models import Run, State
from tests.apps import made
from tests.people import Someone
from tests.reliability.lives import died_at

pytestmark = pytest.mark.django_db


ROOM = Places(paced=True, unpaced=True)


def claimed(places: Places = ROOM) -> Run | None:
    return claim("tester", places)


def orphan(someone: Someone, key: str, **changes: object) -> Run:
    lease = timezone.now() - timedelta(seconds=0.1)
    return made.run(someone.person, key=key, state=State.RUNNING, lease_until=lease, attempt=1, tries=1, **changes)


def test_a_claim_starts_the_lease_and_counts_attempt_and_try(alice: Someone) -> None:
    made.run(alice.person)
    run = claimed()
    assert run is not None
    assert (run.state, run.attempt, run.tries, run.worker) == (State.RUNNING, 1, 1, "tester")
    assert run.lease_until is not None
    assert 0 < (run.lease_until - timezone.now()).total_seconds() <= LEASE_S
    assert claimed() is None


def test_a_run_whose_lease_holds_is_left_alone(alice: Someone) -> None:
    made.run(alice.person, state=State.RUNNING, lease_until=timezone.now() + timedelta(seconds=1))
    assert claimed() is None


def test_an_orphan_goes_first(alice: Someone) -> None:
    made.run(alice.person, key="older")
    lost = orphan(alice, "orphan")
    run = claimed()
    assert run is not None
    assert (run.pk, run.attempt, run.tries) == (lost.pk, 2, 1)


def test_who_was_served_least_goes_first(alice: Someone, bob: Someone) -> None:
    for key in "abc":
        made.run(alice.person, key=key)
    late = made.run(bob.person, key="late")
    claimed()
    second = claimed()
    assert second is not None
    assert second.pk == late.pk


def test_a_lane_goes_before_whoever_was_served_least_in_the_next(alice: Someone, bob: Someone) -> None:
    for key in "ab":
        made.run(alice.person, key=key)
    claimed()
    batch = made.run(bob.person, key="batch", lane="batch", lane_rank=30)
    graded = made.run(alice.person, key="graded", lane="grading", lane_rank=0)
    assert [run.pk for run in (claimed(), claimed(), claimed()) if run][::2] == [graded.pk, batch.pk]


def test_a_group_that_had_its_share_waits_for_the_other(alice: Someone, bob: Someone, charlie: Someone) -> None:
    for someone in (alice, bob):
        someone.person.group_key = "class 3b"
        someone.person.save()
    made.run(alice.person, key="first")
    claimed()
    # Bob had nothing yet, but his class had; Charlie is in no class.
    bobs = made.run(bob.person, key="bob")
    charlies = [made.run(charlie.person, key=str(number)) for number in range(2)]
    assert [run.pk for run in (claimed(), claimed(), claimed()) if run] == [charlies[0].pk, bobs.pk, charlies[1].pk]


def test_a_worker_takes_the_lanes_of_the_queues_where_it_answers(alice: Someone) -> None:
    batch = made.run(alice.person, key="batch", lane="batch", lane_rank=30)
    live = made.run(alice.person, key="live")
    try:
        answer_at({"batch"})
        run = claimed()
        assert run is not None
        assert run.pk == batch.pk
        assert claimed() is None
        answer_at({"live"})
        run = claimed()
        assert run is not None
        assert run.pk == live.pk
    finally:
        answer_at(None)


def test_the_last_fast_place_is_kept_for_what_is_short_and_waited_for(alice: Someone) -> None:
    last = Places(paced=False, unpaced=True, only_short=True)
    made.run(alice.person, key="long", cost_s=SHORT_S + 1)
    made.run(alice.person, key="batch", lane="batch", lane_rank=30)
    assert claimed(last) is None
    short = made.run(alice.person, key="short")
    run = claimed(last)
    assert run is not None
    assert run.pk == short.pk


def test_of_one_persons_runs_the_oldest_goes_first(alice: Someone) -> None:
    runs = [made.run(alice.person, key=key) for key in "abc"]
    assert [run.pk for run in (claimed(), claimed(), claimed()) if run] == [run.pk for run in runs]


def test_a_desk_full_of_fast_runs_takes_paced_ones_only(alice: Someone) -> None:
    made.run(alice.person, key="fast", speed=0)
    paced = made.run(alice.person, key="paced", speed=1)
    run = claimed(Places(paced=True, unpaced=False))
    assert run is not None
    assert run.pk == paced.pk
    assert claimed(Places(paced=True, unpaced=False)) is None


def test_a_worker_that_dies_makes_only_the_run_it_was_busy_with_a_suspect(alice: Someone) -> None:
    busy, beside = orphan(alice, "busy", worker="dead"), orphan(alice, "beside", worker="dead")
    died_at("dead", busy.pk)
    tries = {run.pk: run.tries for run in (claimed(), claimed()) if run}
    assert tries == {busy.pk: 2, beside.pk: 1}


def test_a_run_beside_the_suspect_is_taken_up_however_often(alice: Someone) -> None:
    orphan(alice, "beside", worker="dead")
    Run.objects.update(tries=STOPS_MOST)
    run = claimed()
    assert run is not None
    assert run.tries == STOPS_MOST


def test_a_worker_that_is_late_and_not_gone_proves_nothing(alice: Someone) -> None:
    run = orphan(alice, "late", worker="late")
    Run.objects.filter(pk=run.pk).update(tries=STOPS_AT_ONE_PLACE, stopped_at=7, stops_there=STOPS_AT_ONE_PLACE - 1)
    late = Writer(connect())
    late.mark_computing("late", run.pk, 7)
    taken = claimed()
    assert taken is not None
    assert (taken.tries, taken.stopped_at, taken.stops_there) == (STOPS_AT_ONE_PLACE + 1, None, 0)
    assert taken.lease_until is not None
    assert (taken.lease_until - timezone.now()).total_seconds() > LEASE_S, "it gets no more time than before"
    late.close()


def test_a_run_whose_workers_hang_ends_all_the_same(alice: Someone) -> None:
    made.run(alice.person)
    hung: list[Writer] = []
    while run := claim(f"hung {len(hung)}", ROOM):
        hung.append(Writer(connect()))
        hung[-1].mark_computing(run.worker, run.pk, 7)
        Run.objects.update(lease_until=timezone.now() - timedelta(seconds=0.1))
    assert len(hung) == STOPS_MOST
    assert Run.objects.get().state == State.FAILED
    for each in hung:
        each.close()


def test_a_broker_that_does_not_tell_who_is_there_bounds_the_stops_all_the_same(
    alice: Someone, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: redis.Redis) -> list[dict[str, str]]:
        raise redis.ResponseError

    run = orphan(alice, "busy", worker="dead")
    died_at("dead", run.pk, 7)
    monkeypatch.setattr(redis.Redis, "client_list", refuse)
    taken = claimed()
    assert taken is not None
    assert (taken.tries, taken.stopped_at) == (2, None)


def test_a_run_that_took_its_workers_down_ends_in_words(alice: Someone) -> None:
    run = orphan(alice, "poison", layout={"frame_s": 0.25}, horizon=164, worker="dead")
    Run.objects.filter(pk=run.pk).update(
        tries=STOPS_AT_ONE_PLACE, stopped_at=70_000, stops_there=STOPS_AT_ONE_PLACE - 1
    )
    died_at("dead", run.pk, 70_000)
    assert claimed() is None
    run.refresh_from_db()
    assert (run.state, run.reason) == (State.FAILED, "The engine stopped 3 times near t = 41 s.")


@pytest.mark.django_db(transaction=True)
def test_a_crowd_of_workers_takes_every_run_once(alice: Someone) -> None:
    for number in range(6):
        made.run(alice.person, key=str(number))

    def take(_number: int) -> object:
        try:
            run = claimed()
            return run.pk if run else None
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        taken = [pk for pk in pool.map(take, range(24)) if pk]
    assert len(taken) == len(set(taken)) == 6
    assert set(Run.objects.values_list("attempt", flat=True)) == {1}
