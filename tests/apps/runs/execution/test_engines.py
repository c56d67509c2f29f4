"""The engine of a run never changes once somebody has seen something of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from apps.runs.execution.claim import claim
from apps.runs.execution.engines import LEFT_S
from apps.runs.fairness.places import Places
from apps.runs.models import Run, State, hash_of
from engine.version import VERSION
from tests.apps import made
from tests.people import Someone
from tests.reliability.record import record

pytestmark = pytest.mark.django_db

OTHER = "0.0.9+0123456789ab"


def lost(someone: Someone, since_s: float, **changes: Any) -> Run:
    """A run of another engine whose worker was last heard of so long ago."""
    lease = timezone.now() - timedelta(seconds=since_s)
    columns = {"state": State.RUNNING, "lease_until": lease, "attempt": 1, "tries": 1, "engine_version": OTHER}
    return made.run(someone.person, **columns | changes)


def claimed() -> Run | None:
    return claim("tester", Places(paced=True, unpaced=True))


def test_a_run_that_was_asked_for_before_is_begun_with_the_engine_that_is_there(alice: Someone) -> None:
    run = made.run(alice.person, engine_version=OTHER, inputs_hash=hash_of("{}", 1, OTHER))
    taken = claimed()
    assert taken is not None
    assert (taken.pk, taken.engine_version) == (run.pk, VERSION)
    assert taken.inputs_hash == hash_of(run.document, run.seed, VERSION)


def test_a_run_that_somebody_has_seen_waits_for_a_worker_with_its_engine(alice: Someone) -> None:
    run = lost(alice, 1.0, horizon=3)
    assert claimed() is None
    run.refresh_from_db()
    assert (run.state, run.engine_version) == (State.RUNNING, OTHER)


def test_it_ends_in_words_when_nobody_has_its_engine_any_more(alice: Someone) -> None:
    run = lost(alice, LEFT_S + 1.0, horizon=3)
    assert claimed() is None
    run.refresh_from_db()
    assert (run.state, run.engine_version) == (State.FAILED, OTHER)
    assert run.reason == f"This run began with engine {OTHER}, which is no longer here: run the design again."


def test_an_orphan_that_nobody_has_seen_begins_again(alice: Someone) -> None:
    run = lost(alice, 1.0)
    taken = claimed()
    assert taken is not None
    assert (taken.pk, taken.attempt, taken.engine_version) == (run.pk, 2, VERSION)


def test_a_repetition_and_a_fork_are_nothing_without_their_engine(alice: Someone) -> None:
    original = made.run(alice.person, state=State.DONE, key="original")
    for changes in ({"replay_of": original}, {"horizon": 3}):
        long_ago = timezone.now() - timedelta(seconds=LEFT_S + 1.0)
        run = made.run(alice.person, key=str(changes), engine_version=OTHER, created=long_ago, **changes)
        assert claimed() is None
        run.refresh_from_db()
        assert run.state == State.FAILED
        assert OTHER in run.reason
    told = (
        "a version with a digest of the sources: never changed midway, or the run ends in words; ended runs keep theirs"
    )
    record("D6", told)
