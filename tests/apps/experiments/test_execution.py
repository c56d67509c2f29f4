"""The result follows from the figures of the cells alone: not from who computed them, nor from the order they came."""

from __future__ import annotations

import json
import random
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from apps.experiments import execution
from apps.experiments.models import Experiment, Stage
from apps.experiments.queries import progress_of
from apps.runs.execution.desk import Desk
from apps.runs.models import ALIVE, Run, State
from tests.apps.experiments.asked import asked
from tests.people import Someone

pytestmark = pytest.mark.django_db(transaction=True)

# Who finds nothing to take looks once more, since others may give a run back.
ROUNDS = 3


def again(someone: Someone, kind: str) -> Experiment:
    """The same experiment when nobody has computed anything of it, and nobody computes for somebody else."""
    Experiment.objects.all().delete()
    Run.objects.all().delete()
    begun = asked(someone, kind)
    assert isinstance(begun, Experiment)
    Run.objects.update(is_shared=False)
    return begun


def shuffled(seed: int) -> None:
    """Another order in which workers come upon the runs."""
    order = list(Run.objects.order_by("pk"))
    moments = [run.created for run in order]
    random.Random(seed).shuffle(moments)
    for run, moment in zip(order, moments, strict=True):
        Run.objects.filter(pk=run.pk).update(created=moment)


def worked(workers: int) -> None:
    """So many workers side by side, each with a gatherer that looks at any moment, until nothing is left."""

    def work(_number: int) -> None:
        try:
            for _ in range(ROUNDS):
                Desk().work()
                execution.gather_due()
        finally:
            connection.close()

    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(work, range(workers)))
    assert not Run.objects.filter(state__in=ALIVE).exists()
    execution.gather_due()


@pytest.mark.parametrize("kind", ["sweep", "compare", "repeat"])
def test_one_worker_or_eight_in_any_order_give_the_same_bytes(alice: Someone, kind: str) -> None:
    results = []
    for seed, workers in ((1, 1), (2, 8)):
        experiment = again(alice, kind)
        shuffled(seed)
        worked(workers)
        experiment.refresh_from_db()
        assert experiment.stage == Stage.DONE
        assert Run.objects.filter(spent_s__gt=0.0).count() == Run.objects.count(), "one was not computed"
        results.append(json.dumps(experiment.result))
    assert len(set(results)) == 1


def test_what_is_known_so_far_grows_with_every_run(alice: Someone) -> None:
    experiment = asked(alice, "repeat", seeds=3)
    runs = [each.run_id for each in experiment.cells.all()]
    assert progress_of(experiment) == {"cells": 3, "done": 0, "lost": 0, "over": 0, "reasons": []}
    Run.objects.filter(pk=runs[2]).update(state=State.DONE, summary={"cost": {"credits_per_h": 1.0}})
    assert execution.gather_due() == 1
    assert execution.gather_due() == 0
    Run.objects.filter(pk=runs[0]).update(state=State.FAILED, reason="Too many requests in flight.")
    assert execution.gather_due() == 1
    assert progress_of(experiment) == {
        "cells": 3, "done": 1, "lost": 1, "over": 2, "reasons": ["Too many requests in flight."],
    }  # fmt: skip


def test_a_gatherer_that_died_holds_nothing_up_for_long(alice: Someone) -> None:
    experiment = asked(alice, "repeat")
    assert execution._take(experiment.pk)
    Run.objects.update(state=State.FAILED, reason="Lost.")
    assert execution.gather_due() == 0, "somebody else has it"
    Experiment.objects.update(taken_until=experiment.created)
    assert execution.gather_due() == 2


def test_a_fault_of_ours_is_told_and_holds_up_no_other(alice: Someone, bob: Someone) -> None:
    broken, sound = asked(alice, "repeat"), asked(bob, "repeat", first_seed=9)
    Experiment.objects.filter(pk=broken.pk).update(kind="gone")
    Run.objects.update(state=State.DONE, summary={"cost": {"credits_per_h": 1.0}})
    execution.gather_due()
    broken.refresh_from_db()
    sound.refresh_from_db()
    assert (broken.stage, broken.reason) == (Stage.FAILED, "This met a fault of ours; it was noted.")
    assert sound.stage == Stage.DONE
