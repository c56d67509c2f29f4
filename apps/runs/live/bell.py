"""One channel on which everybody hears that a run has changed. Losing a ring costs a poll, nothing else."""

from __future__ import annotations

import functools
import logging
import time

import redis

from apps.runs.live.connections import connect

CHANNEL = "backlot:changed"
logger = logging.getLogger(__name__)


@functools.cache
def _ringer() -> redis.Redis:
    return connect()


def ring(run_id: object) -> None:
    """Tells workers and web processes to look at the row of this run."""
    try:
        _ringer().publish(CHANNEL, str(run_id))
    except redis.RedisError as error:
        logger.warning("the bell was not heard: %s", error)


class Ear:
    """A worker's ear: sleeps until somebody rings or the time is over."""

    def __init__(self) -> None:
        self._pubsub: redis.client.PubSub | None = None

    def listen(self, wall_s: float) -> set[str]:
        """The runs that were rung for, as soon as one was; an empty set after `wall_s`."""
        try:
            return self._heard(wall_s)
        except (redis.RedisError, OSError):
            self.close()
            time.sleep(min(max(wall_s, 0.0), 0.2))
            return set()

    def close(self) -> None:
        if self._pubsub is not None:
            self._pubsub.close()
        self._pubsub = None

    def _heard(self, wall_s: float) -> set[str]:
        if self._pubsub is None:
            self._pubsub = connect().pubsub(ignore_subscribe_messages=True)  # type: ignore[no-untyped-call]
            self._pubsub.subscribe(CHANNEL)
        heard: set[str] = set()
        deadline = time.monotonic() + wall_s
        while (left := deadline - time.monotonic()) > 0 or not heard:
            message = self._pubsub.get_message(timeout=0.0 if heard else max(left, 0.0))
            if message is not None:
                heard.add(message["data"].decode())
            elif heard or left <= 0:
                break
        return heard
