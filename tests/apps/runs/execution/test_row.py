"""A worker whose run was taken up by another writes nothing any more."""

from __future__ import annotations

import pytest

from apps.runs.execution import row
from apps.runs.execution.claim import claim
from apps.runs.fairness.places import Places
from apps.runs.live.archive import Frames
from apps.runs.models import MOVES, Run, RunArchive, RunCommand, State
from tests.apps import made
from tests.people import Someone

pytestmark = pytest.mark.django_db


def taken(someone: Someone) -> Run:
    made.run(someone.person)
    run = claim("tester", Places(paced=True, unpaced=True))
    assert run is not None
    return run


def edge(run: Run, horizon: int = 5, stamp_at: int = 3, frames_count: int = 40) -> row.Wishes:
    return row.at_slice_edge(
        run, stamp_at=stamp_at, horizon=horizon, frames_done=2, frames_count=frames_count, is_cleared=False
    )


def command(run: Run, number: int) -> RunCommand:
    return RunCommand.objects.create(
        run=run, number=number, key=str(number), failure="kill_instances", target="service", sentence="killed"
    )


@pytest.mark.parametrize("write", ["edge", "begin", "finish", "refuse"])
@pytest.mark.parametrize("change", [{"attempt": 2}, {"state": State.DONE}, {"state": State.CANCELLED}])
def test_every_write_of_a_stale_attempt_is_refused(alice: Someone, write: str, change: dict[str, object]) -> None:
    run = taken(alice)
    waiting = command(run, 1)
    Run.objects.filter(pk=run.pk).update(**change)
    before = Run.objects.values().get()
    writes = {
        "edge": lambda: edge(run),
        "begin": lambda: row.begin(run, {}, 40),
        "finish": lambda: row.finish(run, State.DONE, "", {"digest": "x"}, Frames()),
        "refuse": lambda: row.refuse_command(run, waiting, "no"),
    }
    with pytest.raises(row.Fenced):
        writes[write]()
    waiting.refresh_from_db()
    assert Run.objects.values().get() == before
    assert (waiting.apply_at_frame, waiting.refusal) == (None, "")
    assert RunArchive.objects.count() == 0


def test_giving_back_what_is_not_ours_changes_nothing(alice: Someone) -> None:
    run = taken(alice)
    Run.objects.filter(pk=run.pk).update(attempt=2)
    before = Run.objects.values().get()
    row.give_back(run, {"tries": 2})
    assert Run.objects.values().get() == before


def test_waiting_commands_are_stamped_once_and_in_order(alice: Someone) -> None:
    run = taken(alice)
    first, second = command(run, 1), command(run, 2)
    wishes = edge(run)
    assert [(each.pk, each.apply_at_frame) for each in wishes.stamped] == [(first.pk, 3), (second.pk, 3)]
    assert edge(run, stamp_at=9).stamped == []
    assert [each.apply_at_frame for each in row.stamped_commands(run)] == [3, 3]


def test_what_comes_after_the_last_frame_is_not_stamped(alice: Someone) -> None:
    run = taken(alice)
    command(run, 1)
    assert edge(run, stamp_at=41).stamped == []


def test_the_end_is_one_transaction(alice: Someone, monkeypatch: pytest.MonkeyPatch) -> None:
    run = taken(alice)

    def fail(**_values: object) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(RunArchive.objects, "create", fail)
    with pytest.raises(RuntimeError):
        row.finish(run, State.DONE, "", {"digest": "x"}, Frames())
    assert Run.objects.get().state == State.RUNNING


def test_what_has_ended_never_moves_again() -> None:
    assert all(not MOVES[state] for state in (State.DONE, State.FAILED, State.CANCELLED))
    assert State.QUEUED not in MOVES[State.RUNNING]
