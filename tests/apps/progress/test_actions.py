"""Attempts, answers and checks, as rows."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from apps.accounts.actions import sign_up, take_over
from apps.accounts.models import Person
from apps.designs.models import Design
from apps.progress import actions
from apps.progress.execution import grade_due, regrade_submission
from apps.progress.items import Item, item_of, library, read_once
from apps.progress.models import Answer, Attempt, Stage, Submission
from apps.runs import execution
from apps.runs.models import Run, State
from tests.apps.lesson import HIDDEN, ITEM
from tests.people import Someone

pytestmark = pytest.mark.django_db(transaction=True)
CURVE = [40.0] * 13


@pytest.fixture
def item(shelf: Path) -> Item:
    found = item_of(ITEM)
    assert found is not None, library().bad
    return found


@pytest.fixture
def attempt(item: Item, alice: Someone) -> Attempt:
    assert alice.person is not None
    return actions.begin(alice.person, item)


def say(attempt: Attempt, step: str, value: Any, version: int = 0) -> Any:
    item = item_of(attempt.item)
    assert item is not None
    found = item.step(step)
    assert found is not None
    return actions.answer(attempt, found, version, value)


def answer_all(attempt: Attempt) -> None:
    for step, value in (("guess", "25"), ("worse", "more"), ("shape", CURVE)):
        assert say(attempt, step, value) == actions.Kept(1)


def run(attempt: Attempt, key: str = "run") -> Any:
    step = item_of(attempt.item).step("watch")  # type: ignore[union-attr]
    return actions.start_trial(attempt, step, "calm", 0, key)  # type: ignore[arg-type]


def improve(attempt: Attempt) -> None:
    document = attempt.design.document
    document["components"][1]["parameters"]["instances"] = 4
    Design.objects.filter(pk=attempt.design_id).update(document=document)


def checked(attempt: Attempt, key: str = "check") -> Submission:
    submission = actions.press_check(attempt, key)
    assert isinstance(submission, Submission), submission
    execution.work()
    grade_due()
    submission.refresh_from_db()
    return submission


def test_an_attempt_goes_on_where_it_was_left_and_begins_again_beside_it(attempt: Attempt, item: Item) -> None:
    assert actions.begin(attempt.owner, item) == attempt
    again = actions.begin(attempt.owner, item, again=True)
    assert (again.number, again.design_id != attempt.design_id) == (2, True)
    assert Attempt.objects.count() == 2


def test_the_design_of_a_lesson_is_not_among_the_persons_own(attempt: Attempt, alice: Someone) -> None:
    assert alice.client.post(f"/designs/{attempt.design_id}/delete/").status_code == 302
    assert Design.objects.filter(pk=attempt.design_id).exists()
    assert "Two queues" not in alice.client.get("/designs/").content.decode()


def test_two_tabs_do_not_overwrite_each_other(attempt: Attempt) -> None:
    assert say(attempt, "guess", "25") == actions.Kept(1)
    overtaken = say(attempt, "guess", "70")
    assert isinstance(overtaken, actions.Overtaken)
    assert overtaken.answer.value == "25"
    assert say(attempt, "guess", "30", version=1) == actions.Kept(2)
    assert isinstance(say(attempt, "guess", "80", version=1), actions.Overtaken)
    assert Answer.objects.get().value == "30"


@pytest.mark.parametrize(
    ("step", "value"),
    [
        ("guess", "soon"),
        ("guess", "nan"),
        ("guess", True),
        ("guess", None),
        ("guess", [1]),
        ("worse", "other"),
        ("worse", ["more"]),
        ("shape", [1.0]),
        ("shape", ["x"] * 13),
        ("shape", [-1.0] * 13),
        ("think", 7),
        ("think", "x" * 5_000),
    ],
)
def test_what_is_no_answer_is_refused_in_words(attempt: Attempt, step: str, value: Any) -> None:
    errors = say(attempt, step, value)
    assert isinstance(errors, list)
    assert errors[0].message
    assert not Answer.objects.exists()


def test_nothing_runs_before_it_was_predicted_and_a_prediction_stands_from_then_on(attempt: Attempt) -> None:
    refused = run(attempt)
    assert isinstance(refused, list)
    assert "expect" in refused[0].message
    answer_all(attempt)
    assert isinstance(run(attempt), Run)
    late = say(attempt, "guess", "99", version=1)
    assert isinstance(late, actions.Overtaken)
    assert late.answer.is_final
    assert isinstance(run(attempt), Run)
    assert attempt.trials.count() == 1, "the same key is the same run"


def test_a_check_is_graded_from_its_runs_and_again_with_the_same_bytes(attempt: Attempt) -> None:
    answer_all(attempt)
    first = checked(attempt)
    assert (first.stage, first.has_passed, first.points, first.points_most) == (Stage.GRADED, False, 3.0, 5.0)
    assert first.runs.count() == 3
    improve(attempt)
    second = checked(attempt, "second")
    assert (second.has_passed, second.points) == (True, 4.0), "a wrong prediction costs its point and bars nobody"
    attempt.refresh_from_db()
    assert attempt.passed is not None
    regrade = regrade_submission(second, None)
    assert regrade is not None
    assert regrade.digest_before == regrade.digest_after == second.digest
    after = Submission.objects.get(pk=second.pk)
    assert after.grade == second.grade


def test_a_mended_check_gives_another_grade_and_says_what_it_was(attempt: Attempt, shelf: Path) -> None:
    submission = checked(attempt)
    lesson = shelf / "lesson.yaml"
    lesson.write_text(lesson.read_text().replace("instances >= 3", "instances >= 2"))
    read_once.cache_clear()
    regrade = regrade_submission(submission, attempt.owner)
    assert regrade is not None
    assert (regrade.points_before, regrade.points_after) == (3.0, 4.0)
    assert regrade.digest_before != regrade.digest_after


def test_equal_designs_of_two_people_get_equal_points_and_keep_their_own_runs(
    attempt: Attempt, item: Item, bob: Someone
) -> None:
    assert bob.person is not None
    other = actions.begin(bob.person, item)
    mine, theirs = checked(attempt), checked(other)
    assert mine.points == theirs.points
    assert set(Run.objects.values_list("owner", flat=True)) == {attempt.owner_id, other.owner_id}


def test_pressing_twice_is_one_check_and_a_second_waits_for_the_first(attempt: Attempt) -> None:
    first = actions.press_check(attempt, "key")
    assert actions.press_check(attempt, "key") == first
    with pytest.raises(actions.NotPossible, match="under way"):
        actions.press_check(attempt, "other")


def test_a_cancelled_check_stops_its_runs_and_does_not_count(attempt: Attempt) -> None:
    attempt.checks_most = 1
    attempt.save(update_fields=["checks_most"])
    submission = actions.press_check(attempt, "key")
    assert isinstance(submission, Submission)
    actions.cancel_check(submission)
    execution.work()
    assert grade_due() == 0
    submission.refresh_from_db()
    assert submission.stage == Stage.CANCELLED
    assert set(Run.objects.values_list("state", flat=True)) == {State.CANCELLED}
    assert checked(attempt, "again").stage == Stage.GRADED
    with pytest.raises(actions.NotPossible, match="1 times"):
        actions.press_check(attempt, "third")


def test_after_the_end_nothing_is_taken(attempt: Attempt) -> None:
    actions.set_terms([attempt.pk], actions.Terms(closes=timezone.now() - timedelta(seconds=1)))
    attempt.refresh_from_db()
    with pytest.raises(actions.NotPossible, match="passed"):
        actions.press_check(attempt, "late")


def test_what_the_locks_forbid_is_not_judged(attempt: Attempt) -> None:
    document = attempt.design.document
    document["components"].append({"id": "extra", "type": "service"})
    Design.objects.filter(pk=attempt.design_id).update(document=document)
    errors = actions.press_check(attempt, "key")
    assert isinstance(errors, list)
    assert "cannot be added" in errors[0].message
    assert not Submission.objects.exists()


def test_a_run_that_fails_is_said_and_does_not_count(attempt: Attempt) -> None:
    submission = actions.press_check(attempt, "key")
    assert isinstance(submission, Submission)
    Run.objects.update(state=State.FAILED, reason="Out of memory.")
    assert grade_due() == 1
    submission.refresh_from_db()
    assert (submission.stage, submission.reason) == (Stage.FAILED, "Out of memory.")
    assert submission.grade == ""


def test_who_signs_up_keeps_every_attempt(item: Item) -> None:
    visitor = Person.objects.create(token_hash="v")
    attempt = actions.begin(visitor, item)
    answer_all(attempt)
    user = sign_up("dora", "correct horse battery", visitor)
    assert Attempt.objects.owned_by(user.person).get() == attempt  # type: ignore[attr-defined]


def test_who_logs_in_takes_the_attempts_of_the_visitor_along(item: Item, alice: Someone) -> None:
    assert alice.person is not None
    mine = actions.begin(alice.person, item)
    visitor = Person.objects.create(token_hash="v")
    other = actions.begin(visitor, item)
    answer_all(other)
    assert alice.person.user is not None
    take_over(alice.person.user, visitor)
    other.refresh_from_db()
    assert (other.owner_id, other.number, mine.number) == (alice.person.pk, 2, 1)
    assert other.design.owner_id == alice.person.pk
    assert other.answers.count() == 3


def test_the_design_of_a_check_comes_back_and_what_was_there_is_kept(attempt: Attempt) -> None:
    submission = checked(attempt)
    improve(attempt)
    actions.take_back(attempt, submission)
    attempt.design.refresh_from_db()
    assert attempt.design.document == submission.document
    assert attempt.design.version == 2


def test_a_copy_in_the_sandbox_leaves_the_lesson_as_it_is(attempt: Attempt, alice: Someone) -> None:
    answer = alice.client.post(f"/learn/attempts/{attempt.pk}/sandbox/")
    assert answer.status_code == 302
    page = alice.client.get(answer["Location"]).content.decode()
    assert f"/learn/attempts/{attempt.pk}/" in page
    assert "Back to the lesson" in page


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_the_way_back_leads_nowhere_else(attempt: Attempt, alice: Someone, back: str) -> None:
    page = alice.client.get(f"/designs/{attempt.design_id}/", {"back": back}).content.decode()
    assert "Back to the lesson" not in page


def test_hidden_checks_and_exemplars_never_reach_a_browser(attempt: Attempt, alice: Someone) -> None:
    submission = checked(attempt)
    client: Client = alice.client
    pages = [
        f"/learn/attempts/{attempt.pk}/",
        f"/learn/attempts/{attempt.pk}/history/",
        f"/learn/attempts/{attempt.pk}/steps/difference/",
        f"/learn/checks/{submission.pk}/",
        "/learn/",
        *(f"/runs/{each.run_id}/document.json" for each in submission.runs.all()),
    ]
    text = "".join(client.get(page).content.decode() for page in pages)
    assert "This check is hidden" in text
    for told in ("987654", HIDDEN, "secret of the exemplar", "better.yaml", "setting(service)", '"right"'):
        assert told not in text
