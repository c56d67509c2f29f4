"""Gathers what the runs of experiments measured, and the result when all have ended. Every write is fenced: an
experiment that was cancelled stays so."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from apps.experiments.kinds import kinds
from apps.experiments.limits import COURSE_POINTS
from apps.experiments.models import Cell, Experiment, Stage
from apps.experiments.queries import outcome_so_far
from apps.runs.live.records import record_of
from apps.runs.models import ENDED, Run, State
from engine.results.courses import course_of
from engine.results.figures import figures_of

# Who died over an experiment holds it up for so long.
TAKEN_S = 30.0
LOOKED_AT = 20
logger = logging.getLogger(__name__)


def gather_due() -> int:
    """Gathers for every experiment that has something to gather and that nobody else has; how many cells."""
    return sum(gather(Experiment.objects.get(pk=each)) for each in _waiting() if _take(each))


def gather(experiment: Experiment) -> int:
    """Reads every run of an experiment that has ended since; makes the result when it was the last. How many cells."""
    cells = list(_open(experiment).filter(run__state__in=ENDED).select_related("run"))
    try:
        for cell in cells:
            _read(experiment, cell)
        if experiment.is_running and not _open(experiment).exists():
            _finish(experiment)
    except Exception:
        # Whatever is wrong with one experiment must not hold up the others; its owner is told.
        logger.exception("experiment %s met a fault", experiment.pk)
        _end(experiment, stage=Stage.FAILED, reason="This met a fault of ours; it was noted.")
    Experiment.objects.filter(pk=experiment.pk).update(taken_until=None)
    return len(cells)


def _read(experiment: Experiment, cell: Cell) -> None:
    run: Run = cell.run
    known = _open(experiment).filter(pk=cell.pk)
    if run.state != State.DONE:
        known.update(trouble=run.reason or f"The run was {run.state}.")
        return
    is_drawn = kinds()[experiment.kind].takes_courses
    known.update(figures=figures_of(run.summary or {}), courses=_course(run) if is_drawn else {})


def _course(run: Run) -> dict[str, Any]:
    record = record_of(run)
    return course_of(record.layout, record.frames, COURSE_POINTS) if record.frames else {}


def _finish(experiment: Experiment) -> None:
    lost = experiment.cells.exclude(trouble="").order_by("arm", "seed").first()
    if not experiment.cells.filter(figures__isnull=False).exists():
        reason = lost.trouble if lost is not None else "None of its runs is there any more."
        return _end(experiment, stage=Stage.FAILED, reason=reason)
    return _end(experiment, stage=Stage.DONE, result=outcome_so_far(experiment))


def _end(experiment: Experiment, **columns: Any) -> None:
    Experiment.objects.filter(pk=experiment.pk, stage=Stage.RUNNING).update(ended=timezone.now(), **columns)


def _open(experiment: Experiment) -> Any:
    """The cells of which nothing is known yet."""
    return Cell.objects.filter(experiment=experiment, figures__isnull=True, trouble="")


def _waiting() -> list[Any]:
    """Experiments under way with runs that ended and were not read, or with nothing left to wait for."""
    left = Cell.objects.filter(experiment=OuterRef("pk"), figures__isnull=True, trouble="")
    due = Exists(left.filter(run__state__in=ENDED)) | ~Exists(left)
    rows = Experiment.objects.filter(_free(timezone.now()), due, stage=Stage.RUNNING).order_by("created")
    return list(rows.values_list("pk", flat=True)[:LOOKED_AT])


def _take(experiment_id: Any) -> bool:
    now = timezone.now()
    mine = Experiment.objects.filter(_free(now), pk=experiment_id, stage=Stage.RUNNING)
    return bool(mine.update(taken_until=now + timedelta(seconds=TAKEN_S)))


def _free(now: datetime) -> Q:
    return Q(taken_until=None) | Q(taken_until__lt=now)
