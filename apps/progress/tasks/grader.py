"""Grades what has been run. It runs in every worker process; two of them are as good as one."""

from __future__ import annotations

import logging
import threading
import time

from django.db import Error as DatabaseError
from django.db import connection

from apps.progress.execution import grade_due

TICK_S = 0.4
logger = logging.getLogger(__name__)


def start() -> None:
    """Starts the grader of this process."""
    threading.Thread(target=_grade_for_ever, name="grader", daemon=True).start()


def _grade_for_ever() -> None:
    while True:
        time.sleep(TICK_S)
        try:
            grade_due()
        except DatabaseError:
            logger.exception("the grader could not read the database")
            connection.close()
