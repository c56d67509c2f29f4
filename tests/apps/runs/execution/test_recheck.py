"""Some runs that are done are computed once more when nobody waits: an equal result is noted, another is an alarm."""

from __future__ import annotations

import logging
from uuid import UUID

import pytest

from apps.runs import execution
from apps.runs.execution import limits, recheck
from apps.runs.models import Recheck, Run, State
from apps.runs.tasks.invariants import violations
from tests.apps import made
from tests.people import Someone
from tests.reliability.record import record

pytestmark = pytest.mark.django_db(transaction=True)


def done(someone: Someone, **changes: object) -> Run:
    """A run that has ended and is to be computed again."""
    run = made.run(someone.person, duration_s=20.0)
    run.commands.create(
        number=1, key="a", failure="kill_instances", target="service", parameters={"count": 1}, sentence="killed"
    )
    Run.objects.filter(pk=run.pk).update(log_version=1)
    execution.work()
    Run.objects.filter(pk=run.pk).update(**{"recheck": Recheck.DUE} | changes)
    run.refresh_from_db()
    assert run.state == State.DONE
    return run


def test_an_equal_result_is_noted(alice: Someone) -> None:
    run = done(alice)
    execution.work()
    run.refresh_from_db()
    assert run.recheck == Recheck.AGREES
    assert violations() == []


def test_another_result_is_an_alarm(alice: Someone, caplog: pytest.LogCaptureFixture) -> None:
    run = done(alice, result_digest="0" * 64)
    with caplog.at_level(logging.ERROR):
        execution.work()
    run.refresh_from_db()
    assert run.recheck == Recheck.DIFFERS
    assert "when it was computed again" in caplog.text
    assert f"run {run.pk} gave another result when it was computed again" in violations()
    record("D7", "one run of a hundred, in idle time: another digest is logged as an error and breaks an invariant")


def test_whoever_comes_meanwhile_goes_first(alice: Someone) -> None:
    run = done(alice)
    assert recheck.one(lambda: False)
    run.refresh_from_db()
    assert run.recheck == Recheck.DUE


def test_a_desk_leaves_it_for_a_run_that_somebody_wants(alice: Someone, monkeypatch: pytest.MonkeyPatch) -> None:
    done(alice)
    asked, found = [], []
    compute = recheck._found

    def first_of_all(run: Run, *_: object) -> None:
        asked.append(made.run(alice.person, key="wanted"))
        monkeypatch.setattr(recheck, "_intervene", lambda *_: None)

    # It looks round after every slice, and a slice is as short as can be.
    monkeypatch.setattr("apps.runs.execution.desk.POLL_S", 0.0)
    monkeypatch.setattr(limits, "SLICE_S", 1e-4)
    monkeypatch.setattr(recheck, "_intervene", first_of_all)
    monkeypatch.setattr(recheck, "_found", lambda *given: found.append(compute(*given)) or found[-1])
    execution.work()
    asked[0].refresh_from_db()
    assert asked[0].state == State.DONE
    assert found[0] == Recheck.DUE


def test_results_of_another_engine_are_left_alone(alice: Someone) -> None:
    run = done(alice, engine_version="0.0.9")
    execution.work()
    run.refresh_from_db()
    assert run.recheck == Recheck.DUE


def test_one_of_a_hundred_is_chosen_by_its_id() -> None:
    chosen = [recheck.wanted(UUID(int=number), State.DONE, 1.0) for number in range(1_000)]
    assert chosen.count(Recheck.DUE) == 10
    assert recheck.wanted(UUID(int=0), State.DONE, recheck.SPENT_S_MOST + 1.0) is Recheck.NO
    assert recheck.wanted(UUID(int=0), State.FAILED, 1.0) is Recheck.NO
