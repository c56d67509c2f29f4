"""Counters in Redis that hold somebody back who tries too often."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any, Protocol

import redis
from django.conf import settings

# A school has one address for all: newcomers from there may try as often together as so many who are known.
NEWCOMERS_TOGETHER = 10


class Asked(Protocol):
    """What is needed of a request: who asks, if that is known, and from where."""

    person: Any
    META: dict[str, Any]


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


def asks_too_often(request: Asked, what: str, most: int, window_s: int) -> bool:
    """Counts one more try of whoever asks: by person, or by address for those who come for the first time."""
    if request.person is not None:
        return is_too_often(what, str(request.person.pk), most, window_s)
    return is_too_often(what, address_of(request.META), NEWCOMERS_TOGETHER * most, window_s)


def address_of(meta: Mapping[str, Any]) -> str:
    """The address that a request comes from, as the server in front of us told it."""
    return str(meta.get("REMOTE_ADDR"))
