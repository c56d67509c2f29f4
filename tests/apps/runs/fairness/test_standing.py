"""Where a run stands is told soon, and nobody waits while a long line is put in order."""

from __future__ import annotations

import threading
import time

import pytest

from apps.runs.fairness import standing
from apps.runs.fairness.line import Stand
from apps.runs.models import Run
from tests.apps import made
from tests.people import Someone


def test_in_a_short_line_the_place_is_told_at_once(alice: Someone) -> None:
    first, second = made.run(alice.person), made.run(alice.person, seed=2)
    stands = [standing.stand_of(each) for each in (first, second)]
    assert [stand.place for stand in stands if stand] == [1, 2]


@pytest.mark.django_db(transaction=True)
def test_who_asks_in_a_long_line_does_not_wait_and_is_told_later(
    alice: Someone, monkeypatch: pytest.MonkeyPatch
) -> None:
    goes_on = threading.Event()

    def slowly(_: object) -> dict[str, Stand]:
        goes_on.wait(10.0)
        return {str(run.pk): Stand(7, 3.0)}

    monkeypatch.setattr(standing, "LONG", 1)
    monkeypatch.setattr(standing, "stands_at", slowly)
    run: Run = made.run(alice.person)
    assert standing.stand_of(run) is None, "nobody waits for the one who looks"
    assert standing.stand_of(run) is None, "and nobody looks a second time meanwhile"
    goes_on.set()
    deadline = time.monotonic() + 10.0
    while (stand := standing.stand_of(run)) is None and time.monotonic() < deadline:
        time.sleep(0.01)
    assert stand == Stand(7, 3.0)
