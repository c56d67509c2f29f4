"""Gathers what experiments measured. It runs in every worker process; two of them are as good as one."""

from __future__ import annotations

import logging
import threading
import time

from django.db import Error as DatabaseError
from django.db import connection

from apps.experiments.execution import gather_due

TICK_S = 0.6
logger = logging.getLogger(__name__)


def start() -> None:
    """Starts the gatherer of this process."""
    threading.Thread(target=_gather_for_ever, name="gatherer", daemon=True).start()


def _gather_for_ever() -> None:
    while True:
        time.sleep(TICK_S)
        try:
            gather_due()
        except DatabaseError:
            logger.exception("the gatherer could not read the database")
            connection.close()
