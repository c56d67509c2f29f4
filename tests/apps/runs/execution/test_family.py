"""A worker whose process died is not waited for by those who share its parent."""

from __future__ import annotations

import os
from datetime import timedelta

import pytest
from django.utils import timezone

from apps.runs.execution import family
from apps.runs.execution.claim import claim
from apps.runs.fairness.places import Places
from apps.runs.models import Run, State
from tests.apps import made
from tests.people import Someone

pytestmark = pytest.mark.django_db
# No process has it: numbers end before.
GONE = 2**22 + 1


def held(someone: Someone, worker: str) -> Run:
    lease = timezone.now() + timedelta(seconds=3)
    return made.run(
        someone.person, key=worker, state=State.RUNNING, worker=worker, attempt=1, tries=1, lease_until=lease
    )


def taken() -> Run | None:
    return claim("another", Places(paced=True, unpaced=True))


@pytest.mark.skipif(not family.siblings(), reason="this system does not tell the processes of a parent")
def test_the_runs_of_a_sibling_that_is_gone_are_taken_up_at_once(alice: Someone) -> None:
    lost = held(alice, family.desk_name().replace(f":{os.getpid()}:", f":{GONE}:"))
    assert taken() is None
    assert family.bury() == 1
    run = taken()
    assert run is not None
    assert (run.pk, run.attempt) == (lost.pk, 2)


def test_whoever_lives_or_belongs_to_others_is_left_alone(alice: Someone) -> None:
    held(alice, family.desk_name())
    held(alice, f"host:{GONE}:another family:00")
    assert family.bury() == 0
    assert taken() is None


def test_without_a_list_of_processes_leases_run_out_by_themselves(
    alice: Someone, monkeypatch: pytest.MonkeyPatch
) -> None:
    held(alice, family.desk_name().replace(f":{os.getpid()}:", f":{GONE}:"))
    monkeypatch.setattr(family, "siblings", lambda: "")
    assert family.bury() == 0
    assert taken() is None
