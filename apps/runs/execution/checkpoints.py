"""Runs put aside in the database, so that whoever takes one up repeats two seconds of computing and no more."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from apps.runs.execution import limits
from apps.runs.execution.row import Fenced, lease
from apps.runs.live.archive import BLOCK_FRAMES, Frames, full_blocks
from apps.runs.models import Run, RunBlock, RunCheckpoint
from engine.checkpoint import load, save
from engine.design.model import Design
from engine.simulate import Simulation, start

logger = logging.getLogger(__name__)

ANCESTORS_MOST = 8
PRUNED_AT_ONCE = 50


@dataclass(slots=True)
class Standing:
    """Where a worker takes a run up: `computed_s` seconds of computing led there."""

    simulation: Simulation
    frames: Frames
    is_mid_frame: bool = False
    computed_s: float = 0.0


def standing(run: Run, design: Design) -> Standing:
    """The newest checkpoint that loads, of the run or of what it was forked from; else the beginning."""
    known, last = run, None
    for _ in range(ANCESTORS_MOST):
        for kept in known.checkpoints.defer("state", "tail").order_by("-frame", "-computed_s"):
            if last is None or kept.frame + kept.is_mid_frame <= last:
                found = _loaded(kept, design, run.seed)
                if found is not None:
                    return found
                logger.warning("run %s: the checkpoint at frame %s does not load", run.pk, kept.frame)
        if known.fork_of is None:
            break
        last = min(known.forked_at_frame or 0, last if last is not None else known.frames_count or 2**31)
        known = known.fork_of
    return Standing(start(design, seed=run.seed, limits=limits.ENGINE), Frames())


def _loaded(kept: RunCheckpoint, design: Design, seed: int) -> Standing | None:
    simulation = load(design, seed, bytes(kept.state), limits.ENGINE)
    blocks = full_blocks(kept.run_id, kept.frame // BLOCK_FRAMES)
    frames = Frames(blocks, bytes(kept.tail))
    if simulation is None or len(frames) != kept.frame or simulation.frame_index != kept.frame:
        return None
    return Standing(simulation, frames, kept.is_mid_frame, kept.computed_s)


def resumed(run: Run, found: Standing) -> None:
    """Notes in the row what a successor had to do again. Raises Fenced."""
    if run.attempt <= 1 or found.computed_s == 0.0:
        return
    repeated_s = max(run.computed_s - found.computed_s, 0.0)
    changes = {"resumptions": F("resumptions") + 1, "repeated_s": F("repeated_s") + repeated_s}
    if not Run.objects.fenced(run.pk, run.attempt).update(lease_until=lease(run.tries), **changes):
        raise Fenced


class Keeper:
    """Puts one run aside when it is time to."""

    def __init__(self, run: Run, found: Standing) -> None:
        self.run = run
        self.kept_s = found.computed_s
        self.every_s = limits.CHECKPOINT_S
        self.blocks = 0

    def is_due(self, computed_s: float) -> bool:
        """True when so much was computed that it should not be lost."""
        return computed_s - self.kept_s >= self.every_s

    def keep(self, now: Standing) -> None:
        """Writes a checkpoint unless it is too large. Raises Fenced."""
        self.kept_s = now.computed_s
        if now.simulation.state.size_bytes > limits.CHECKPOINT_STATE_BYTES_MOST:
            return
        began = time.thread_time()
        state = save(now.simulation)
        if len(state) <= limits.CHECKPOINT_BYTES_MOST:
            self._write(now, state)
        cost_s = time.thread_time() - began
        self.every_s = max(limits.CHECKPOINT_S, cost_s / limits.CHECKPOINT_SHARE)

    @transaction.atomic
    def _write(self, now: Standing, state: bytes) -> None:
        changes = {"lease_until": lease(self.run.tries), "computed_s": now.computed_s}
        if not Run.objects.fenced(self.run.pk, self.run.attempt).update(**changes):
            raise Fenced
        # Blocks are the same whoever made them, so those that a predecessor has kept stay.
        fresh = list(enumerate(now.frames.blocks))[self.blocks :]
        blocks = [RunBlock(run=self.run, number=number, packed=packed) for number, packed in fresh]
        RunBlock.objects.bulk_create(blocks, ignore_conflicts=True)
        self.blocks = len(now.frames.blocks)
        RunCheckpoint.objects.create(
            run=self.run,
            frame=len(now.frames),
            is_mid_frame=now.is_mid_frame,
            computed_s=now.computed_s,
            state=state,
            tail=now.frames.packed_tail,
        )
        _thin_out(self.run)


def _thin_out(run: Run) -> None:
    """Keeps the first and the newest, and those between that lie farthest apart."""
    kept = list(run.checkpoints.values_list("pk", "frame"))
    while len(kept) > limits.CHECKPOINTS_KEPT:
        gaps = [kept[place + 1][1] - kept[place - 1][1] for place in range(1, len(kept) - 1)]
        dropped, _ = kept.pop(gaps.index(min(gaps)) + 1)
        RunCheckpoint.objects.filter(pk=dropped).delete()


def prune() -> int:
    """Forgets checkpoints of runs that ended a day ago, some at a time; how many."""
    ended = timezone.now() - timedelta(seconds=limits.CHECKPOINTS_KEPT_AFTER_END_S)
    old = RunCheckpoint.objects.filter(run__finished__lt=ended).values_list("pk", flat=True)[:PRUNED_AT_ONCE]
    return RunCheckpoint.objects.filter(pk__in=list(old)).delete()[0]
