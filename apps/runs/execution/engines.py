"""Runs and their engine: one that anybody has seen something of is computed by the version that it began with.

A worker takes up runs of its own engine. What has not begun yet is begun with the engine of whoever takes it. What has
begun with another engine waits for a worker that has it, and ends in words when there is none any more.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q

from apps.runs.models import Run, hash_of
from engine.version import VERSION

# Workers of the former engine that are still leaving have handed their runs to one another by then.
LEFT_S = 30.0


def ours() -> Q:
    """The runs that this process may compute."""
    return Q(engine_version=VERSION) | _fresh()


def is_ours(run: Run) -> bool:
    """The same of a row."""
    return run.engine_version == VERSION or (run.horizon == 0 and run.replay_of_id is None)


def left(now: datetime, since: str) -> Q:
    """The runs that nobody wanted for long; a column says since when."""
    return Q(**{f"{since}__lt": now - timedelta(seconds=LEFT_S)})


def adopted(run: Run) -> dict[str, str]:
    """What changes of a run that has not begun when this engine begins it."""
    if run.engine_version == VERSION:
        return {}
    return {"engine_version": VERSION, "inputs_hash": hash_of(run.document, run.seed, VERSION)}


def farewell(run: Run) -> str:
    """Why a run ends that began with an engine that is gone."""
    return f"This run began with engine {run.engine_version}, which is no longer here: run the design again."


def _fresh() -> Q:
    return Q(horizon=0, replay_of=None)
