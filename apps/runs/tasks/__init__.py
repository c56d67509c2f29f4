"""The doorbell: a message without arguments. Losing it costs one tick of the reaper, a second finds nothing to do."""

from __future__ import annotations

import logging

import redis
from celery import current_app
from django.conf import settings
from kombu.exceptions import OperationalError

from apps.common.limits import broker
from apps.runs.fairness.lanes import lanes

WAKE = "wake"
EXPIRES_S = 5
# Doorbells that nobody has answered yet: more of them would wake nobody else.
WAITING_MOST = 8
logger = logging.getLogger(__name__)


def knock(lane: str) -> None:
    """Rings once at the queue of a lane, unless enough rings wait there. The web process does not load what answers."""
    queue = lanes()[lane].queue
    try:
        if int(broker().llen(f"{settings.CELERY_PREFIX}{queue}")) < WAITING_MOST:
            current_app.send_task(WAKE, queue=queue, expires=EXPIRES_S, ignore_result=True, retry=False)
    except (redis.RedisError, OperationalError, OSError) as error:
        logger.warning("nobody heard the doorbell: %s", error)
