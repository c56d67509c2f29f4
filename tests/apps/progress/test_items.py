"""A scenario on the shelf: its limits, its hidden part, and what of that reaches a learner."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from apps.progress import actions
from apps.progress.execution import grade_due
from apps.progress.items import Item, item_of, library
from apps.progress.models import Attempt, Submission
from apps.runs import execution
from apps.runs.models import Run
from tests.content.small import scenario_texts
from tests.people import Someone

pytestmark = pytest.mark.django_db(transaction=True)
UNSEEN = ("nightfall", "What nobody is told of", "kill_instances", "It stays")


@pytest.fixture
def item(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Item:
    folder = tmp_path / "scenarios" / "two-instances"
    folder.mkdir(parents=True)
    for name, text in scenario_texts().items():
        (folder / name).write_text(text)
    monkeypatch.setattr(settings, "CONTENT", tmp_path)
    assert library().bad == ()
    return library().items[0]


@pytest.fixture
def attempt(item: Item, alice: Someone) -> Attempt:
    assert alice.person is not None
    return actions.begin(alice.person, item)


def checked(attempt: Attempt, instances: int) -> Submission:
    """A check of the design with so many instances."""
    document = attempt.design.document
    document["components"][1]["parameters"]["instances"] = instances
    attempt.design.save(update_fields=["document"])
    submission = actions.press_check(attempt, f"check {instances}")
    assert isinstance(submission, Submission), submission
    execution.work()
    grade_due()
    submission.refresh_from_db()
    return submission


def test_its_limits_are_those_of_the_attempt(attempt: Attempt) -> None:
    assert attempt.checks_most == 5
    assert attempt.closes is not None
    assert abs(attempt.closes - timezone.now() - timedelta(minutes=40)) < timedelta(minutes=1)
    later = timezone.now() + timedelta(days=3)
    actions.set_terms([attempt.pk], actions.Terms(checks_most=2, closes=later))
    attempt.refresh_from_db()
    assert attempt.checks_most == 2
    assert attempt.closes is not None
    assert attempt.closes < later


def test_it_passes_without_merit_and_earns_more_with_it(attempt: Attempt) -> None:
    passed = checked(attempt, 6)
    assert (passed.has_passed, passed.points, passed.points_most) == (True, 5, 6)
    assert checked(attempt, 10).points == 6


def test_nothing_of_the_hidden_part_reaches_a_learner(attempt: Attempt, alice: Someone) -> None:
    submission = checked(attempt, 6)
    sealed = Run.objects.filter(is_sealed=True)
    assert sealed.count() == 3
    pages = [
        f"/learn/attempts/{attempt.pk}/",
        f"/learn/checks/{submission.pk}/",
        f"/learn/attempts/{attempt.pk}/history/",
    ]
    for address in pages:
        text = alice.client.get(address).content.decode()
        assert not [each for each in UNSEEN[:3] if each in text]
        assert not [each for each in sealed if str(each.pk) in text]
    for run in sealed:
        for part in ("", "panel/", "document.json", "frames/", "report/", "log/", "result.json"):
            assert alice.client.get(f"/runs/{run.pk}/{part}").status_code == 404, part


def test_what_is_hidden_is_not_run_by_learners(attempt: Attempt) -> None:
    item = item_of(attempt.item, attempt.variant)
    assert item is not None
    step = item.step("look")
    assert step is not None
    refused = actions.start_trial(attempt, step, "nightfall", 0, "key")
    assert isinstance(refused, list)


def test_a_requirement_is_told_where_the_experiment_is_run(attempt: Attempt, alice: Someone) -> None:
    assert "Nobody waits any more." in alice.client.get(f"/learn/attempts/{attempt.pk}/").content.decode()
    assert "Two instances" in alice.client.get("/learn/").content.decode()
