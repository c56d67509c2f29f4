"""A finished run as judges take it."""

from __future__ import annotations

import orjson

from apps.runs.live.archive import archived
from apps.runs.models import Run
from grading.facts import RunRecord

FRAMES_MOST = 1_200


def record_of(run: Run) -> RunRecord:
    """What a run has left: its summary, the layout of its frames, and the frames."""
    frames = [orjson.loads(frame) for frame in archived(run.pk, 0, FRAMES_MOST)]
    return RunRecord(run.seed, run.summary or {}, run.layout or {}, frames)
