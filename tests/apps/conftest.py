"""A real Valkey server for everything that talks to one; people to talk about."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import redis
from django.conf import settings

from apps.runs.fairness import cost, standing
from start import processes
from tests.people import Someone, nameless, somebody


@pytest.fixture(scope="session")
def _broker_process() -> Iterator[redis.Redis]:
    child = processes.start_broker(settings.BROKER_PORT)
    try:
        processes.wait_for_port(settings.BROKER_PORT, "the broker")
        yield redis.Redis.from_url(settings.REDIS_URL)
    finally:
        processes.end([child])


@pytest.fixture(autouse=True)
def broker(_broker_process: redis.Redis) -> redis.Redis:
    """An empty broker for each test."""
    _broker_process.flushall()
    return _broker_process


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    """What a process keeps of the line for a moment belongs to one test."""
    standing.forget()
    cost.forget()


@pytest.fixture
def alice(db: None) -> Someone:
    return somebody("alice")


@pytest.fixture
def bob(db: None) -> Someone:
    return somebody("bob")


@pytest.fixture
def charlie(db: None) -> Someone:
    return somebody("charlie")


@pytest.fixture
def nobody(db: None) -> Someone:
    return nameless()
