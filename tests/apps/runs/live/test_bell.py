"""The bell wakes whoever listens, and nobody minds when it is not heard."""

from __future__ import annotations

import threading
import time

import pytest
from django.conf import settings

from apps.runs.live import bell


def test_a_ring_ends_the_wait(request: pytest.FixtureRequest) -> None:
    ear = bell.Ear()
    ear.listen(0.05)
    threading.Timer(0.1, bell.ring, ["some run"]).start()
    began = time.monotonic()
    assert ear.listen(60.0) == {"some run"}
    assert time.monotonic() - began < 30.0
    request.addfinalizer(ear.close)


def test_silence_ends_with_the_time() -> None:
    ear = bell.Ear()
    ear.listen(0.0)
    began = time.monotonic()
    assert ear.listen(0.2) == set()
    assert time.monotonic() - began > 0.15
    ear.close()


def test_without_a_broker_the_ear_only_sleeps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "REDIS_URL", "redis://127.0.0.1:1")
    assert bell.Ear().listen(0.05) == set()
