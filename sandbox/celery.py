"""Celery carries doorbells only: the database row says what there is to do."""

from __future__ import annotations

import os
from typing import Any

from celery import Celery
from celery.signals import celeryd_after_setup, worker_init, worker_process_init, worker_shutting_down

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sandbox.settings")

app = Celery("backlot")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["apps.runs.tasks"], related_name="wake")


@celeryd_after_setup.connect
def answer_at(instance: Any, **_named: Any) -> None:
    """The processes of the pool, forked afterwards, compute the lanes of the queues that this worker listens to."""
    from apps.runs.execution import claim

    claim.answer_at(set(instance.app.amqp.queues.consume_from))


@worker_init.connect
def warm(**_named: Any) -> None:
    """The parent loads the compiled engine once; the processes of its pool are forked with it."""
    from apps.runs import execution

    execution.warm()


@worker_process_init.connect
def begin(**_named: Any) -> None:
    """Every process of the pool reaps, grades, proves, gathers, and looks after the runs of the others."""
    from apps.authoring.tasks import prover
    from apps.experiments.tasks import gatherer
    from apps.progress.tasks import grader
    from apps.runs.execution import family
    from apps.runs.tasks import reaper

    reaper.start()
    grader.start()
    prover.start()
    gatherer.start()
    family.watch_over()


@worker_shutting_down.connect
def leave(**_named: Any) -> None:
    """The parent alone hears Ctrl-C; its pool shares the flag."""
    from apps.runs.execution.leaving import leave_worker

    leave_worker()
