"""A worker dies at every named point in the life of a run, between the steps that matter, and the run ends right."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.reliability.alone import awaited
from tests.reliability.meeting import LEFT_TO_SAY, met
from tests.reliability.tampering import faults


@pytest.mark.slow
def test_a_worker_may_die_at_every_point(tmp_path: Path) -> None:
    rows = awaited(met(tmp_path, "die"))
    for name, row in rows.items():
        assert name in LEFT_TO_SAY or row["attempt"] > 1, f"nobody died {faults.POINTS[name].words}"
