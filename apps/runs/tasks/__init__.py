"""The doorbell: a message without arguments. Losing it costs one tick of the reaper, a second finds nothing to do."""

from __future__ import annotations

import logging

import redis
from celery import current_app
from django.conf import settings
from kombu.exceptions import OperationalError

from apps.common.limits import broker

WAKE = "wake"
EXPIRES_S = 5
# Doorbells that nobody has answered yet: more of them would wake nobody else.
WAITING_MOST = 8
logger = logging.getLogger(__name__)


def knock() -> None:
    """Rings once, unless enough rings are waiting. The web process does not load what answers."""
    try:
        if int(broker().llen(f"{settings.CELERY_PREFIX}celery")) < WAITING_MOST:
            current_app.send_task(WAKE, expires=EXPIRES_S, ignore_result=True, retry=False)
    except (redis.RedisError, OperationalError, OSError) as error:
        logger.warning("nobody heard the doorbell: %s", error)
