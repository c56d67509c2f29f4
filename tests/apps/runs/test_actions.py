"""Asking for runs and for things within runs: limits in words, keys that count once, a log that is written for good."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from apps.runs import actions
from apps.runs.fairness import quotas
from apps.runs.models import Run, RunCommand, State
from engine.design.read import read_text
from tests import tiny
from tests.apps import made
from tests.people import Someone
from tests.reliability.record import record

pytestmark = pytest.mark.django_db

KILL = {"failure": "kill_instances", "target": "service", "parameters": {"count": 1}}


def press_run(someone: Someone, design: Any, **changes: Any) -> Any:
    fields = {"design": str(design.pk), "seed": 7, "speed": 1, "key": "once"} | changes
    return someone.client.post("/runs/", fields, headers={"HX-Request": "true"})


def post_intervention(someone: Someone, run: Run, body: object) -> Any:
    return someone.client.post(f"/runs/{run.pk}/interventions/", body, content_type="application/json")


def test_pressing_run_freezes_the_design_and_answers_with_the_panel(alice: Someone) -> None:
    design = made.design(alice.person)
    answer = press_run(alice, design)
    run = Run.objects.get()
    assert answer.status_code == 200
    assert f'data-run="{run.pk}"' in answer.content.decode()
    assert (run.state, run.seed, run.speed, run.owner, run.design) == (State.QUEUED, 7, 1, alice.person, design)
    assert read_text(run.document)[0] == tiny.design()


def test_a_later_change_of_the_design_does_not_touch_the_run(alice: Someone) -> None:
    run = made.run(alice.person)
    run.design.document = tiny.document(name="Changed")
    run.design.save()
    assert Run.objects.get().document == run.document


def test_the_same_inputs_have_the_same_hash_and_others_another(alice: Someone) -> None:
    design = made.design(alice.person)
    hashes = [
        made.run(alice.person, design, seed=seed, key=key).inputs_hash for seed, key in ((1, "a"), (1, "b"), (2, "c"))
    ]
    assert hashes[0] == hashes[1] != hashes[2]


def test_pressing_run_twice_with_one_key_makes_one_run(alice: Someone) -> None:
    design = made.design(alice.person)
    answers = [press_run(alice, design).content.decode() for _ in range(2)]
    run = Run.objects.get()
    assert all(f'data-run="{run.pk}"' in answer for answer in answers)


@pytest.mark.django_db(transaction=True)
def test_of_many_clicks_with_one_key_one_run_comes(alice: Someone) -> None:
    design = made.design(alice.person)

    def press(_number: int) -> int:
        try:
            return press_run(alice_again, design).status_code
        finally:
            connection.close()

    alice_again = Someone("alice", Client(), alice.person)
    alice_again.client.cookies = alice.client.cookies
    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(press, range(16))) == {200}
    assert Run.objects.count() == 1


def test_the_duration_can_be_chosen_for_one_run(alice: Someone) -> None:
    press_run(alice, made.design(alice.person), duration_s=20)
    assert Run.objects.get().duration_s == 20.0


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"seed": -1}, "seed"),
        ({"seed": "x"}, "seed"),
        ({"speed": 3}, "speed"),
        ({"duration_s": "nan"}, "duration_s"),
        ({"duration_s": 1e9}, "duration_s"),
        ({"key": "k" * 65}, "key"),
    ],
)
def test_what_makes_no_sense_is_refused_by_name(alice: Someone, changes: dict[str, Any], named: str) -> None:
    answer = press_run(alice, made.design(alice.person), **changes)
    assert answer.status_code == 422
    assert named in answer.content.decode()
    assert Run.objects.count() == 0


def test_a_design_that_cannot_run_is_refused_with_the_path(alice: Someone) -> None:
    answer = press_run(alice, made.design(alice.person, workload={"duration": 10, "traffic": []}))
    assert answer.status_code == 422
    assert "workload.traffic" in answer.content.decode()


def test_too_many_runs_at_once_are_refused_by_the_name_of_the_limit(alice: Someone) -> None:
    design = made.design(alice.person)
    statuses = [press_run(alice, design, key=f"k{number}").status_code for number in range(quotas.AT_ONCE_MOST + 1)]
    assert statuses == [200] * quotas.AT_ONCE_MOST + [429]
    assert f"{quotas.AT_ONCE_MOST} runs" in press_run(alice, design, key="more").content.decode()


@pytest.mark.django_db(transaction=True)
def test_the_limit_holds_when_everything_is_pressed_at_once(alice: Someone) -> None:
    design = made.design(alice.person)

    def start(number: int) -> bool:
        try:
            return isinstance(actions.start_run(alice.person, design, made.asked(key=f"k{number}")), Run)
        except actions.RunNotAllowed:
            return False
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(start, range(24))) == quotas.AT_ONCE_MOST
    assert Run.objects.count() == quotas.AT_ONCE_MOST


def test_starting_many_runs_within_a_minute_is_refused(alice: Someone) -> None:
    design = made.design(alice.person)
    for number in range(int(quotas.PER_MINUTE.most)):
        made.run(alice.person, design, key=f"k{number}", state=State.DONE)
    assert "within a minute" in press_run(alice, design, key="more").content.decode()


def test_a_queued_run_is_cancelled_at_once(alice: Someone) -> None:
    run = made.run(alice.person)
    alice.client.post(f"/runs/{run.pk}/control/", {"action": "cancel"})
    run.refresh_from_db()
    assert run.state == State.CANCELLED


@pytest.mark.parametrize(
    ("action", "value", "column", "expected"),
    [
        ("pause", "", "paused", True),
        ("resume", "", "paused", False),
        ("speed", "20", "speed", 20),
        ("speed", "0", "speed", 0),
    ],
)
def test_a_control_is_a_wish_in_the_row(alice: Someone, action: str, value: str, column: str, expected: object) -> None:
    run = made.run(alice.person, state=State.RUNNING, paused=True, speed=1)
    answer = alice.client.post(
        f"/runs/{run.pk}/control/", {"action": action, "value": value}, headers={"HX-Request": "1"}
    )
    run.refresh_from_db()
    assert answer.status_code == 200
    assert getattr(run, column) == expected


@pytest.mark.parametrize("fields", [{}, {"action": "explode"}, {"action": "speed"}, {"action": "speed", "value": "7"}])
def test_a_control_that_does_not_exist_is_refused(alice: Someone, fields: dict[str, str]) -> None:
    run = made.run(alice.person)
    assert alice.client.post(f"/runs/{run.pk}/control/", fields).status_code == 422


@pytest.mark.parametrize("state", [State.DONE, State.FAILED, State.CANCELLED])
def test_what_has_ended_takes_no_more_wishes(alice: Someone, state: State) -> None:
    run = made.run(alice.person, state=state)
    control = alice.client.post(f"/runs/{run.pk}/control/", {"action": "pause"})
    intervention = post_intervention(alice, run, KILL)
    assert (control.status_code, intervention.status_code) == (409, 409)
    assert "has ended" in control.content.decode()
    assert "has ended" in intervention.json()["errors"][0]["message"]


def test_an_intervention_is_written_down_and_numbered(alice: Someone) -> None:
    run = made.run(alice.person, state=State.RUNNING)
    answers = [post_intervention(alice, run, KILL | {"key": key}) for key in ("a", "b", "a")]
    assert [answer.status_code for answer in answers] == [201, 201, 201]
    assert [answer.json()["number"] for answer in answers] == [1, 2, 1]
    assert "killed" in answers[0].json()["sentence"]
    assert list(RunCommand.objects.values_list("number", "apply_at_frame")) == [(1, None), (2, None)]


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"failure": "unheard_of"}, "failure"),
        ({"failure": 5}, "failure"),
        ({"target": "nowhere"}, "target"),
        ({"target": None}, "target"),
        ({"parameters": {"count": 0}}, "parameters.count"),
        ({"parameters": {"count": "many"}}, "parameters.count"),
        ({"parameters": {"unknown": 1}}, "parameters.unknown"),
        ({"parameters": [1]}, "parameters"),
        ({"heal": "yes"}, "heal"),
        ({"key": 5}, "key"),
        ({"surprise": 1}, "surprise"),
        ({"target": "viewers"}, "target"),
    ],
)
def test_an_intervention_that_makes_no_sense_names_its_field(
    alice: Someone, changes: dict[str, Any], named: str
) -> None:
    run = made.run(alice.person, state=State.RUNNING)
    answer = post_intervention(alice, run, KILL | changes)
    assert answer.status_code == 422
    assert named in [error["path"] for error in answer.json()["errors"]]
    assert RunCommand.objects.count() == 0


@pytest.mark.parametrize("body", ["", "[]", "null", "{", "\x00", '{"a":' * 1000, "x" * 30_000])
def test_a_body_that_is_no_intervention_is_refused(alice: Someone, body: str) -> None:
    run = made.run(alice.person, state=State.RUNNING)
    assert post_intervention(alice, run, body).status_code == 422


@pytest.mark.django_db(transaction=True)
def test_interventions_sent_at_once_get_numbers_without_holes(alice: Someone) -> None:
    run = made.run(alice.person, state=State.RUNNING)

    def send(number: int) -> None:
        action = actions.Wanted(made.kill_action(), f"key {number % 20}", "killed")
        actions.intervene(run, alice.person, action)
        connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(send, range(40)))
    assert sorted(RunCommand.objects.values_list("number", flat=True)) == list(range(1, 21))


def test_who_may_not_or_may_not_any_more_intervenes_in_nothing(alice: Someone, charlie: Someone) -> None:
    """Rights are asked for with every click: what changed a moment ago counts (C5)."""
    run = made.run(alice.person)
    body = KILL | {"key": "one"}
    assert post_intervention(charlie, run, body).status_code == 404
    alice.client.logout()
    assert post_intervention(alice, run, body).status_code in (302, 403, 404)
    Run.objects.filter(pk=run.pk).update(owner=charlie.person)
    assert post_intervention(charlie, run, body).status_code == 201
    Run.objects.filter(pk=run.pk).update(owner=None)
    assert post_intervention(charlie, run, body).status_code == 404
    assert [each.number for each in run.commands.all()] == [1]
    record("C5", "a stranger, one who has logged out and a former owner: refused with the next click")


def test_a_run_takes_a_limited_number_of_interventions(alice: Someone, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "COMMANDS_MOST", 2)
    run = made.run(alice.person, state=State.RUNNING)
    answers = [post_intervention(alice, run, KILL | {"key": key}) for key in "abc"]
    assert answers[-1].status_code == 409
    assert "2 interventions" in answers[-1].json()["errors"][0]["message"]


def test_the_showcase_is_started_by_a_post_and_shared_by_all(client: Client, alice: Someone) -> None:
    assert client.get("/").context["showcase"] is None
    client.post("/showcase/")
    alice.client.post("/showcase/")
    run = Run.objects.get()
    assert (run.is_public, run.owner, run.speed) == (True, None, 1)
    assert Client().get("/").context["showcase"] == run
    assert Client().get(f"/runs/{run.pk}/panel/").status_code == 200


def test_a_showcase_that_has_ended_is_started_again(client: Client) -> None:
    client.post("/showcase/")
    Run.objects.update(state=State.DONE)
    client.post("/showcase/")
    assert Run.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_a_crowd_at_the_door_starts_one_showcase() -> None:
    def start(_number: int) -> object:
        try:
            return actions.start_showcase().pk
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(start, range(16)))) == 1
    assert Run.objects.count() == 1


def test_only_a_run_that_has_ended_can_be_repeated(alice: Someone) -> None:
    run = made.run(alice.person, state=State.RUNNING)
    answer = alice.client.post("/runs/", {"replay_of": str(run.pk), "key": "again"})
    assert answer.status_code == 409
    assert "has ended" in answer.content.decode()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_of_a_thousand_keys_clicked_again_and_again_each_makes_one_run(
    alice: Someone, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Double clicks, retries and second tabs: every key is sent two to five times, from eight threads (R8)."""
    keys = 1000
    monkeypatch.setattr(quotas, "AT_ONCE_MOST", keys)
    monkeypatch.setattr(quotas, "PER_MINUTE", quotas.Limit("per_minute", 60.0, 2.0 * keys, 2.0 * keys))
    monkeypatch.setattr(quotas, "CPU_PER_DAY", quotas.Limit("cpu_s_per_day", 86_400.0, 1e9, 1e9))
    dice = random.Random(8)
    design = made.design(alice.person)
    clicks = [f"k{number}" for number in range(keys) for _ in range(dice.randint(2, 5))]
    dice.shuffle(clicks)

    def click(key: str) -> tuple[str, object]:
        try:
            started = actions.start_run(alice.person, design, made.asked(key=key))
            assert isinstance(started, Run)
            return key, started.pk
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        answers = set(pool.map(click, clicks))
    assert len(answers) == Run.objects.count() == keys
    record("R8", f"{keys} presses, each sent 2 to 5 times: {Run.objects.count()} runs", seed=8)
