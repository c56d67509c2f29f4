"""Quotas hold when everything is pressed at once, and say which they are and when they reset."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from apps.runs import actions
from apps.runs.fairness import quotas
from apps.runs.models import Quota, Run, State
from tests.apps import made
from tests.people import Someone
from tests.reliability.record import record

pytestmark = pytest.mark.django_db

TRIES = 1000


def test_a_window_begins_with_its_first_run_and_starts_again_after_it(alice: Someone) -> None:
    now = timezone.now()
    for _ in range(int(quotas.PER_MINUTE.most)):
        quotas.take_for_run(alice.person, 0.1, now)
    later = now + timedelta(seconds=45)
    with pytest.raises(quotas.QuotaMet, match="20 runs within a minute, the most: the next is possible in 15 s") as met:
        quotas.take_for_run(alice.person, 0.1, later)
    assert (met.value.limit, met.value.reset_s) == ("per_minute", pytest.approx(15.0))
    quotas.take_for_run(alice.person, 0.1, now + timedelta(seconds=61))


def test_computing_for_a_day_is_refused_with_its_figures(alice: Someone) -> None:
    now = timezone.now()
    quotas.take_for_run(alice.person, quotas.CPU_PER_DAY.most - 60.0, now)
    sentence = "You have used 119 min of the 2.0 h of computing for one day, and this run takes about 90 s"
    with pytest.raises(quotas.QuotaMet, match=sentence) as met:
        quotas.take_for_run(alice.person, 90.0, now + timedelta(hours=1))
    assert met.value.reset_s == pytest.approx(23 * 3600.0)


def test_visitors_may_compute_less_than_accounts(nobody: Someone) -> None:
    nobody.client.post("/designs/", {"template": "mini-streaming"})
    visitor = made.Person.objects.get(user=None)
    with pytest.raises(quotas.QuotaMet, match="30 min"):
        quotas.take_for_run(visitor, quotas.CPU_PER_DAY.most_of_visitors + 1.0, timezone.now())


def test_what_a_run_cost_less_is_given_back(alice: Someone) -> None:
    now = timezone.now()
    quotas.take_for_run(alice.person, 50.0, now)
    quotas.correct(alice.person.pk, 50.0, 20.0, now)
    assert Quota.objects.get(kind="cpu_s_per_day").used == pytest.approx(20.0)


def test_a_waiting_run_that_is_cancelled_costs_nothing(alice: Someone) -> None:
    run = made.run(alice.person)
    actions.control_run(run, "cancel", None)
    assert Quota.objects.get(kind="cpu_s_per_day").used == pytest.approx(0.0, abs=1e-9)


def test_a_refusal_takes_nothing(alice: Someone) -> None:
    for key in range(quotas.AT_ONCE_MOST):
        made.run(alice.person, key=str(key))
    used = list(Quota.objects.order_by("kind").values_list("kind", "used"))
    with pytest.raises(actions.TooMany, match="6 runs waiting or running, the most at once") as refused:
        made.run(alice.person, key="more")
    assert (refused.value.limit, refused.value.reset_s >= 1.0) == ("at_once", True)
    assert list(Quota.objects.order_by("kind").values_list("kind", "used")) == used


def test_the_answer_says_when_to_come_again(alice: Someone) -> None:
    design = made.design(alice.person)
    for key in range(quotas.AT_ONCE_MOST):
        made.run(alice.person, design, key=str(key))
    answer = alice.client.post("/runs/", {"design": str(design.pk), "key": "more"}, headers={"HX-Request": "true"})
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) >= 1


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_no_quota_is_passed_by_a_thousand_tries_at_once(alice: Someone) -> None:
    """Tries of three kinds from eight threads: each limit is met, and none by one more than it allows."""
    now = timezone.now()
    each_s = quotas.CPU_PER_DAY.most / 15.5

    def attempt(number: int) -> str:
        try:
            with transaction.atomic():
                # Windows of one minute follow each other, so that the limit of the day is met too.
                quotas.take_for_run(alice.person, each_s, now + timedelta(seconds=61 * (number // 10)))
            return "taken"
        except quotas.QuotaMet as met:
            return met.limit
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(attempt, range(TRIES)))
    assert outcomes.count("taken") == 15
    assert set(outcomes) >= {"taken", "cpu_s_per_day"}
    assert Quota.objects.get(kind="cpu_s_per_day").used == pytest.approx(15 * each_s)
    record("Q2", f"{TRIES} tries from 8 threads: 15 taken, as many as fit; each refusal names its limit")


@pytest.mark.django_db(transaction=True)
def test_runs_at_once_and_in_a_minute_hold_when_pressed_from_everywhere(alice: Someone) -> None:
    design = made.design(alice.person)

    def press(number: int) -> str:
        try:
            started = actions.start_run(alice.person, design, made.asked(key=f"k{number}"))
            assert isinstance(started, Run)
            if number % 2:
                Run.objects.filter(pk=started.pk).update(state=State.DONE)
            return "started"
        except actions.TooMany as met:
            return met.limit
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(press, range(200)))
    assert Run.objects.filter(state=State.QUEUED).count() <= quotas.AT_ONCE_MOST
    assert outcomes.count("started") == Run.objects.count() <= quotas.PER_MINUTE.most
    assert "at_once" in outcomes
