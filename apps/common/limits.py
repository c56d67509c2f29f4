"""Counters in Redis that hold somebody back who tries too often."""

from __future__ import annotations

import functools

import redis
from django.conf import settings


@functools.cache
def broker() -> redis.Redis:
    """One pooled connection for each process; short waits, because a page hangs on them."""
    return redis.Redis.from_url(settings.REDIS_URL, socket_timeout=2.0, socket_connect_timeout=2.0)


def is_too_often(what: str, who: str, most: int, window_s: int) -> bool:
    """Counts one more try of `who`; True beyond `most` in the window. A broker that is away holds nobody back."""
    key = f"backlot:limit:{what}:{who}"
    try:
        with broker().pipeline() as pipe:
            pipe.incr(key)
            pipe.expire(key, window_s, nx=True)
            return int(pipe.execute()[0]) > most
    except redis.RedisError:
        return False
