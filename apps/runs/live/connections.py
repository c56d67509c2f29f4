"""Connections to the broker: redis-py 8 closes quiet sockets and pools few, so we say what we want."""

from __future__ import annotations

import redis
import redis.asyncio
from django.conf import settings
from redis.asyncio.retry import Retry as AsyncRetry
from redis.backoff import NoBackoff
from redis.retry import Retry

ANSWER_S = 2.0


def connect() -> redis.Redis:
    """For workers and pages: an answer within `ANSWER_S` or an error; the caller knows how to go on without."""
    return redis.Redis.from_url(
        settings.REDIS_URL, socket_timeout=ANSWER_S, socket_connect_timeout=ANSWER_S, retry=Retry(NoBackoff(), 1)
    )


def connect_async(socket_timeout: float = ANSWER_S, single: bool = False) -> redis.asyncio.Redis:
    """For the web process. `single` keeps one connection, whose id can be told to stop waiting."""
    return redis.asyncio.Redis.from_url(
        settings.REDIS_URL,
        socket_timeout=socket_timeout,
        socket_connect_timeout=ANSWER_S,
        max_connections=64,
        single_connection_client=single,
        retry=AsyncRetry(NoBackoff(), 0),
    )
