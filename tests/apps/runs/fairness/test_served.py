"""What everybody was served: halves in ten minutes, loses nothing to haste, and is not saved up by staying away."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from apps.accounts.models import Person
from apps.runs.fairness import served
from apps.runs.models import Run, Served, State
from tests.apps import made
from tests.people import Someone

pytestmark = pytest.mark.django_db


def left_of(run: Run, now: datetime) -> float:
    run.refresh_from_db()
    assert run.person_served is not None
    return cpu_s_of(run.person_served.level, now)


def cpu_s_of(level: float, now: datetime) -> float:
    """What is left at `now` of what a key was served."""
    return float(2.0 ** (level - now.timestamp() / served.HALF_LIFE_S))


def test_what_was_served_counts_half_after_ten_minutes(alice: Someone) -> None:
    run, now = made.run(alice.person), timezone.now()
    served.charge(run, 8.0, now)
    assert left_of(run, now) == pytest.approx(8.0, abs=0.02)
    assert left_of(run, now + timedelta(seconds=served.HALF_LIFE_S)) == pytest.approx(4.0, abs=0.02)


def test_what_is_served_later_is_added_to_what_is_left(alice: Someone) -> None:
    run, now = made.run(alice.person), timezone.now()
    later = now + timedelta(seconds=2 * served.HALF_LIFE_S)
    served.charge(run, 8.0, now)
    served.charge(run, 3.0, later)
    assert left_of(run, later) == pytest.approx(5.0, abs=0.02)


@pytest.mark.parametrize("spent_s", [0.5, 6.0, 20.0])
def test_the_expected_cost_is_corrected_by_the_real_one(alice: Someone, spent_s: float) -> None:
    now = timezone.now()
    run = made.run(alice.person, cost_s=6.0, started=now)
    served.charge(run, 6.0, now)
    served.settle(run, spent_s, now)
    assert left_of(run, now) == pytest.approx(spent_s, abs=0.02)


def test_a_year_without_a_visit_and_a_long_run_do_no_harm(alice: Someone) -> None:
    run, now = made.run(alice.person), timezone.now()
    served.charge(run, 1.0, now + timedelta(days=365))
    assert left_of(run, now + timedelta(days=365)) == pytest.approx(1.0)
    served.settle(run, 0.0, now)
    assert left_of(run, now + timedelta(days=365)) == pytest.approx(1.0)


def test_who_was_away_starts_with_the_least_served_of_those_who_were_not(alice: Someone, bob: Someone) -> None:
    now = timezone.now()
    busy = made.run(alice.person)
    served.charge(busy, 40.0, now)
    served.charge(busy, 1.0, now)
    newcomer = Served.objects.get(pk=served.joined(bob.person, now)["person_served"].pk)
    # Alice stood at 40 s when she was served last; Bob is not owed the 40 s that he did not ask for.
    assert cpu_s_of(newcomer.level, now) == pytest.approx(40.0, abs=0.1)


def test_what_runs_under_way_are_expected_to_cost_keeps_no_newcomer_back(alice: Someone, bob: Someone) -> None:
    now = timezone.now()
    ended = made.run(alice.person)
    served.charge(ended, 3.0, now)
    for seed in range(2, 6):
        run = made.run(alice.person, seed=seed, state=State.RUNNING, cost_s=50.0, started=now)
        served.charge(run, 50.0, now)
    newcomer = Served.objects.get(pk=served.joined(bob.person, now)["person_served"].pk)
    assert left_of(ended, now) == pytest.approx(203.0, rel=0.01)
    assert cpu_s_of(newcomer.level, now) == pytest.approx(3.0, abs=0.1)


def test_people_without_a_group_are_one_group_and_a_class_is_another(alice: Someone, bob: Someone) -> None:
    now = timezone.now()
    Person.objects.filter(pk=bob.person.pk).update(group_key="class 3b")
    bob.person.refresh_from_db()
    accounts = [served.joined(person, now) for person in (alice.person, bob.person, None)]
    groups = [account["group_served"].pk for account in accounts]
    assert groups[0] == groups[2] != groups[1]
    assert len({account["person_served"].pk for account in accounts}) == 3


def test_charging_in_pieces_is_charging_at_once(alice: Someone, bob: Someone) -> None:
    now = timezone.now()
    pieces, whole = made.run(alice.person), made.run(bob.person)
    for _ in range(50):
        served.charge(pieces, 0.1, now)
    served.charge(whole, 5.0, now)
    assert left_of(pieces, now) == pytest.approx(left_of(whole, now), rel=1e-6)
