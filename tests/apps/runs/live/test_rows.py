"""The log that people see: what they did, and what controllers of the design did."""

from __future__ import annotations

import pytest

from apps.runs.live.rows import log_entries, whole_log
from apps.runs.models import RunCommand
from tests.apps import made
from tests.people import Someone

pytestmark = pytest.mark.django_db


def test_what_controllers_said_stands_between_what_people_did(alice: Someone) -> None:
    run = made.run(alice.person)
    run.layout = {"frame_s": 0.5}
    run.notes = [
        {"frame": 3, "clock_s": 1.0, "sentence": "scaler: 3 → 6", "target": "service"},
        {"frame": 9, "clock_s": 4.2, "sentence": "scaler: 6 → 5", "target": "service"},
    ]
    run.save()
    for number, frame in ((1, 5), (2, None)):
        RunCommand.objects.create(
            run=run,
            number=number,
            key=str(number),
            failure="kill_instances",
            target="service",
            sentence=f"killed {number}",
            apply_at_frame=frame,
        )
    assert [each["sentence"] for each in whole_log(run)] == ["scaler: 3 → 6", "killed 1", "scaler: 6 → 5", "killed 2"]
    assert [each["sentence"] for each in log_entries(run)] == ["killed 1", "killed 2"]
    assert len({each["number"] for each in whole_log(run)}) == 4
