"""Backoff grows, is capped, and is spread by its jitter."""

import pytest

from engine.kernel.backoff import backoff_time
from engine.kernel.state import JITTERS


@pytest.mark.parametrize(
    ("jitter", "waits"),
    [("none", [50, 100, 200, 300]), ("full", [25, 50, 100, 150]), ("equal", [37.5, 75, 150, 225])],
)
def test_waits_double_up_to_the_cap(jitter: str, waits: list[float]) -> None:
    found = [backoff_time(JITTERS[jitter], 50.0, 300.0, retry, 0.0, 0.5) for retry in (1, 2, 3, 4)]
    assert found == waits


def test_decorrelated_waits_grow_from_the_last_one() -> None:
    kind = JITTERS["decorrelated"]
    assert backoff_time(kind, 50.0, 1000.0, 1, 0.0, 0.5) == 100.0
    assert backoff_time(kind, 50.0, 1000.0, 2, 100.0, 0.5) == 175.0
    assert backoff_time(kind, 50.0, 1000.0, 3, 900.0, 0.999) == 1000.0


def test_a_hundredth_retry_is_no_overflow() -> None:
    assert backoff_time(JITTERS["none"], 50.0, 300.0, 100, 0.0, 0.5) == 300.0
