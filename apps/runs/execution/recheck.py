"""One of a hundred runs that are done is computed once more in idle time: the same must come out.

Document, seed and stamped log go in, no checkpoint does, and the digest that comes out is held against the one in the
row. A difference is an alarm: it is logged, and `tasks/invariants.py` repeats it every minute until somebody looks.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from uuid import UUID

from apps.runs.execution import limits
from apps.runs.models import Recheck, Run, State
from engine.design.read import read_text
from engine.simulate import DesignInvalid, Intervention, Simulation, start
from engine.version import VERSION

ONE_IN = 100
# What took longer is left alone: idle time does not come in such pieces.
SPENT_S_MOST = 60.0
logger = logging.getLogger(__name__)


def wanted(run_id: UUID, state: State, spent_s: float) -> Recheck:
    """Whether a run that ends is one of those that are computed again; its id is random, so it decides."""
    is_chosen = run_id.int % ONE_IN == 0 and state is State.DONE and spent_s <= SPENT_S_MOST
    return Recheck.DUE if is_chosen else Recheck.NO


def one(is_idle: Callable[[], bool]) -> bool:
    """Computes one run again that waits for it, unless there comes something else to do; False when none waits."""
    due = Run.objects.filter(recheck=Recheck.DUE, engine_version=VERSION).order_by("finished")
    run = due.defer("summary", "layout", "notes").first()
    if run is None:
        return False
    # Taken before it is computed: should it end this process, nobody tries it again and again.
    if Run.objects.filter(pk=run.pk, recheck=Recheck.DUE).update(recheck=Recheck.NO):
        Run.objects.filter(pk=run.pk).update(recheck=_found(run, is_idle))
    return True


def _found(run: Run, is_idle: Callable[[], bool]) -> Recheck:
    try:
        digest = _digest_again(run, is_idle)
    except Exception:
        logger.exception("run %s could not be computed again", run.pk)
        return Recheck.DIFFERS
    if digest is None:
        return Recheck.DUE
    if digest == run.result_digest:
        return Recheck.AGREES
    logger.error("run %s gave %s, and %s when it was computed again", run.pk, run.result_digest, digest)
    return Recheck.DIFFERS


def _digest_again(run: Run, is_idle: Callable[[], bool]) -> str | None:
    """The digest that comes out now; None when there was something else to do."""
    design, errors = read_text(run.document)
    assert design is not None, errors
    simulation = start(design, seed=run.seed, limits=limits.ENGINE)
    stamped = run.commands.filter(apply_at_frame__isnull=False).order_by("apply_at_frame", "number")
    waiting = [
        (each.apply_at_frame or 0, Intervention(each.failure, each.target, each.parameters, each.heal))
        for each in stamped
    ]
    is_mid_frame = False
    while not simulation.finished:
        if not is_idle():
            return None
        until = time.monotonic() + limits.SLICE_S
        while not simulation.finished and time.monotonic() < until:
            if not is_mid_frame:
                _intervene(simulation, waiting)
            is_mid_frame = simulation.advance(limits.EVENTS_FIRST) is None
    return str(simulation.summary()["digest"])


def _intervene(simulation: Simulation, waiting: list[tuple[int, Intervention]]) -> None:
    while waiting and waiting[0][0] <= simulation.frame_index + 1:
        try:
            simulation.intervene(waiting.pop(0)[1])
        except DesignInvalid as refusal:
            # The engine refused it the first time too, and the log said so.
            logger.info("refused again: %s", refusal)
