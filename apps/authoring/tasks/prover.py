"""Makes the tables of proofs that have been run. It runs in every worker process; two of them are as good as one."""

from __future__ import annotations

import logging
import threading
import time

from django.db import Error as DatabaseError
from django.db import connection

from apps.authoring.execution import prove_due

TICK_S = 0.6
logger = logging.getLogger(__name__)


def start() -> None:
    """Starts the prover of this process."""
    threading.Thread(target=_prove_for_ever, name="prover", daemon=True).start()


def _prove_for_ever() -> None:
    while True:
        time.sleep(TICK_S)
        try:
            prove_due()
        except DatabaseError:
            logger.exception("the prover could not read the database")
            connection.close()
