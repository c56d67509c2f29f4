"""What answers the doorbell."""

from __future__ import annotations

from celery import shared_task

from apps.runs import execution
from apps.runs.tasks import WAKE


@shared_task(name=WAKE, acks_late=False, ignore_result=True)
def wake() -> None:
    """Works until nothing is left."""
    execution.work()
