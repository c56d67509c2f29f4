"""Forks, changes and undoing: what they do to a run, and that a plain replay gives the same."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from apps.runs import execution
from apps.runs.execution import limits
from apps.runs.live.archive import archived
from apps.runs.live.rows import log_entries
from apps.runs.models import Run, RunCommand, State
from engine.catalogue import VERSION
from tests.apps import made
from tests.apps.replay import replay
from tests.people import Someone
from tests.reliability.record import record

FIXED = '[{"failure": "change", "target": "service", "parameters": {"discipline": "lifo"}}]'
pytestmark = pytest.mark.django_db(transaction=True)


def fork(who: Someone, run: Run, frame: int, **fields: Any) -> Any:
    told = {"frame": frame, "paused": "no", "speed": 0, **fields}
    return who.client.post(f"/runs/{run.pk}/fork/", told)


def made_fork(who: Someone, run: Run, frame: int, **fields: Any) -> Run:
    answer = fork(who, run, frame, **fields)
    assert answer.status_code == 302, answer.content
    return Run.objects.get(fork_of=run)


def send(who: Someone, run: Run, **asked: Any) -> Any:
    return who.client.post(f"/runs/{run.pk}/interventions/", json.dumps(asked), content_type="application/json")


def judged(run: Run) -> None:
    run.refresh_from_db()
    assert run.state == State.DONE, run.reason
    expected = replay(run.document, run.seed, log_entries(run))
    assert archived(run.pk, 0, 10_000) == expected.frames
    assert run.result_digest == expected.digest


def finished(alice: Someone) -> Run:
    """A run with two interventions in its log, at frames 10 and 30 of 40."""
    run = made.run(alice.person)
    for number, (frame, count) in enumerate(((10, 1), (30, 3)), start=1):
        RunCommand.objects.create(
            run=run,
            number=number,
            key=str(number),
            failure="kill_instances",
            target="service",
            parameters={"count": count},
            sentence="killed",
            apply_at_frame=frame,
        )
    execution.work()
    run.refresh_from_db()
    return run


def test_a_fork_is_its_parent_up_to_the_frame_and_goes_its_own_way_from_there(alice: Someone) -> None:
    parent = finished(alice)
    child = made_fork(alice, parent, 20)
    execution.work()
    judged(child)
    assert [entry["frame"] for entry in log_entries(child)] == [10]
    theirs, own = archived(parent.pk, 0, 100), archived(child.pk, 0, 100)
    assert own[:29] == theirs[:29]
    assert own[29:] != theirs[29:]


def test_a_fork_goes_on_from_the_checkpoint_of_its_parent(alice: Someone, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "CHECKPOINT_S", 0.0)
    monkeypatch.setattr(limits, "CHECKPOINT_SHARE", 1e9)
    monkeypatch.setattr(limits, "SLICE_FRAMES_MOST", 2)
    parent = finished(alice)
    kept = list(parent.checkpoints.values_list("frame", flat=True))
    assert len(kept) > 2
    began: list[int] = []
    monkeypatch.setattr(
        execution.desk.checkpoints, "resumed", lambda _run, found: began.append(found.simulation.frame_index)
    )
    child = made_fork(alice, parent, kept[1])
    execution.work()
    judged(child)
    assert began == [kept[1]]
    grandchild = Run.objects.get(pk=made_fork(alice, child, kept[1] - 1).pk)
    execution.work()
    judged(grandchild)
    assert began[1] == kept[0]


def test_a_fork_begins_with_what_is_changed(alice: Someone) -> None:
    parent = finished(alice)
    changes = [
        {"failure": "change", "target": "service", "parameters": {"service_ms_mean": 70.0}},
        {"failure": "change_traffic", "target": "viewers", "parameters": {"factor": 3.0}},
    ]
    child = made_fork(alice, parent, 20, changes=json.dumps(changes))
    execution.work()
    judged(child)
    assert [entry["frame"] for entry in log_entries(child)] == [10, 21, 21]
    assert child.inputs_hash != parent.inputs_hash


def test_a_fork_stands_at_its_frame_and_waits(alice: Someone) -> None:
    parent = finished(alice)
    child = made_fork(alice, parent, 20, paused="yes")
    assert child.paused
    assert (child.horizon, child.forked_at_frame) == (20, 20)
    assert (
        f'forked after 5 s from <a href="/runs/{parent.pk}/">'
        in alice.client.get(f"/runs/{child.pk}/").content.decode()
    )


@pytest.mark.parametrize(
    ("fields", "status", "says"),
    [
        ({"frame": 40}, 409, "Nothing comes after"),
        ({"frame": 41}, 409, "has come to frame 40"),
        ({"frame": -1}, 422, "greater than or equal"),
        ({"frame": 3, "changes": "{}"}, 422, "Write an intervention"),
        (
            {"frame": 3, "changes": FIXED},
            422,
            "discipline",
        ),
    ],
)
def test_what_cannot_be_forked_is_refused(alice: Someone, fields: dict[str, Any], status: int, says: str) -> None:
    answer = fork(alice, finished(alice), **fields)
    assert answer.status_code == status
    assert says in answer.content.decode()


def test_the_same_key_twice_is_one_fork(alice: Someone) -> None:
    parent = finished(alice)
    fork(alice, parent, 20, key="k")
    fork(alice, parent, 20, key="k")
    assert Run.objects.filter(fork_of=parent).count() == 1


def test_a_run_that_goes_on_is_forked_behind_its_horizon(alice: Someone) -> None:
    run = made.run(alice.person, state=State.RUNNING, attempt=1, horizon=12, frames_count=40)
    assert fork(alice, run, 13).status_code == 409
    child = made_fork(alice, run, 12)
    assert child.horizon == 12


def test_somebody_else_forks_public_runs_only(alice: Someone, bob: Someone) -> None:
    parent = finished(alice)
    assert fork(bob, parent, 20).status_code == 404
    Run.objects.update(is_public=True)
    child = made_fork(bob, parent, 20)
    assert (child.owner, child.design, child.is_public) == (bob.person, None, False)


def test_a_parameter_is_changed_while_the_run_goes_on_and_undone(alice: Someone) -> None:
    run = made.run(alice.person)
    answer = send(alice, run, failure="change", target="service", parameters={"service_ms_mean": 70.0})
    assert (answer.status_code, answer.json()["number"]) == (201, 1)
    assert answer.json()["sentence"] == "Changed service: service_ms_mean is 70"
    again = send(alice, run, failure="change", target="service", parameters={"service_ms_mean": 70.0})
    assert again.json()["errors"] == [{"path": "parameters.service_ms_mean", "message": "It has this value already."}]
    assert send(alice, run, undo=1).status_code == 201
    assert [entry["undone"] for entry in log_entries(run)] == [True, False]
    assert send(alice, run, undo=1).json()["errors"][0]["path"] == "undo"
    execution.work()
    judged(run)


def test_what_cannot_be_changed_is_refused_with_its_field(alice: Someone) -> None:
    run = made.run(alice.person)
    answer = send(alice, run, failure="change", target="service", parameters={"discipline": "lifo"})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["path"] == "parameters.discipline"


def test_a_failure_is_undone_by_its_healing_and_a_flush_by_nothing(alice: Someone) -> None:
    run = made.run(alice.person)
    send(alice, run, failure="kill_instances", target="service", parameters={"count": 1})
    assert send(alice, run, undo=1).status_code == 201
    assert [(each.failure, each.heal, each.undoes) for each in run.commands.all()] == [
        ("kill_instances", False, None),
        ("kill_instances", True, 1),
    ]
    for wrong in (0, 9, "1", True):
        assert send(alice, run, undo=wrong).status_code == 422
    assert send(alice, run, undo=2, target="x").status_code == 422


def test_an_exported_run_gives_the_same_digest_in_another_process(alice: Someone, tmp_path: Path) -> None:
    run = made.run(alice.person)
    send(alice, run, failure="change", target="service", parameters={"service_ms_mean": 70.0})
    send(alice, run, failure="kill_instances", target="service", parameters={"count": 1})
    execution.work()
    file = tmp_path / "run.json"
    file.write_bytes(alice.client.get(f"/runs/{run.pk}/export.json").content)
    command = [sys.executable, "-m", "engine", "replay", str(file)]
    told = subprocess.run(command, capture_output=True, check=True)
    run.refresh_from_db()
    agreed = {"digest": run.result_digest, "expected": run.result_digest, "agrees": True}
    assert json.loads(told.stdout) == agreed | {"engine": VERSION}
    record("C6", "the same digest in another process, of a run with two interventions; no other machine", holds=True)
