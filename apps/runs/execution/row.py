"""Everything a session writes to the database, each write fenced by its attempt."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import orjson
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from apps.runs.execution import blame, recheck
from apps.runs.execution.limits import LEASE_S, LEASES_MOST
from apps.runs.fairness import quotas, served
from apps.runs.live.archive import Frames
from apps.runs.models import Run, RunArchive, RunBlock, RunCommand, RunTraces, State

RENEW = f"""
UPDATE {Run._meta.db_table} SET lease_until = %s, horizon = %s, frames_done = %s,
computed_s = CASE WHEN computed_s < %s THEN %s ELSE computed_s END
WHERE id = %s AND attempt = %s AND state = %s
RETURNING speed, paused, cancel_requested, log_version
"""  # noqa: S608


class Fenced(Exception):
    """Somebody else computes this run now: drop everything and leave."""


@dataclass(frozen=True)
class Wishes:
    """What people want of a run, read at a slice edge, and the commands that were stamped there."""

    speed: int
    paused: bool
    cancel_requested: bool
    stamped: list[RunCommand]


def lease(tries: int = 1) -> datetime:
    """Until when a claim made now holds: whoever was late, or stopped, gets more time with each try."""
    return timezone.now() + timedelta(seconds=LEASE_S * min(max(tries, 1), LEASES_MOST))


@transaction.atomic
def at_slice_edge(
    run: Run,
    *,
    stamp_at: int,
    horizon: int,
    frames_done: int,
    frames_count: int,
    is_cleared: bool,
    notes: list[dict[str, Any]] | None = None,
    computed_s: float = 0.0,
) -> Wishes:
    """Renews the lease, moves the horizon, stamps what waits, reads the wishes: one transaction.

    `notes` are all that controllers said so far, None when they said nothing new.

    The update comes first: it takes the row, so no command can slip in between the stamping and the horizon.
    """
    speed, paused, cancel_requested, log_version = _renewed(run, horizon, frames_done, computed_s)
    changes: dict[str, Any] = blame.cleared() if is_cleared else {}
    if notes is not None:
        changes |= {"notes": notes, "log_version": F("log_version") + 1}
    if changes:
        Run.objects.filter(pk=run.pk).update(**changes)
    # Whoever writes an intervention raises the version of the log; while it stands, there is nothing to stamp.
    stamped: list[RunCommand] = []
    if log_version != run.log_seen and stamp_at <= frames_count:
        stamped = _stamp(run, stamp_at)
        run.log_seen = log_version + bool(stamped) + (notes is not None)
    elif notes is not None and log_version == run.log_seen:
        run.log_seen = log_version + 1
    return Wishes(speed, bool(paused), bool(cancel_requested), stamped=stamped)


def _renewed(run: Run, horizon: int, frames_done: int, computed_s: float) -> tuple[int, bool, bool, int]:
    """The fenced update of every slice with what it reads, in one statement: a desk makes hundreds of them a second.

    `computed_s` does not fall: a successor has not computed yet what its predecessor had.
    """
    operations = connection.ops
    run_id = run.pk if connection.features.has_native_uuid_field else run.pk.hex
    until = operations.adapt_datetimefield_value(lease(run.tries))
    with connection.cursor() as cursor:
        values = [until, horizon, frames_done, computed_s, computed_s, run_id, run.attempt, State.RUNNING.value]
        cursor.execute(RENEW, values)
        row = cursor.fetchone()
    if row is None:
        raise Fenced
    return tuple(row)


def begin(run: Run, layout: dict[str, Any], frames_count: int) -> None:
    """The layout is known once the simulation stands."""
    if not Run.objects.fenced(run.pk, run.attempt).update(
        layout=layout, frames_count=frames_count, lease_until=lease(run.tries)
    ):
        raise Fenced


def stamped_commands(run: Run) -> list[RunCommand]:
    """The commands that earlier attempts (or the run that this one replays) have stamped, in order."""
    return list(run.commands.filter(apply_at_frame__isnull=False).order_by("apply_at_frame", "number"))


@transaction.atomic
def refuse_command(run: Run, command: RunCommand, sentence: str) -> None:
    """The engine could not do it; the log says why."""
    if not Run.objects.fenced(run.pk, run.attempt).update(log_version=F("log_version") + 1):
        raise Fenced
    RunCommand.objects.filter(pk=command.pk).update(refusal=sentence)


@transaction.atomic
def finish(
    run: Run,
    state: State,
    reason: str,
    summary: dict[str, Any] | None,
    frames: Frames,
    traces: dict[str, Any] | None = None,
    notes: list[dict[str, Any]] | None = None,
    spent_s: float = 0.0,
) -> None:
    """State, summary, digest, archive, traces and notes at once."""
    changed = Run.objects.fenced(run.pk, run.attempt).update(
        state=state,
        reason=reason,
        summary=summary,
        notes=notes or [],
        result_digest=(summary or {}).get("digest", ""),
        spent_s=spent_s,
        recheck=recheck.wanted(run.pk, state, spent_s),
        finished=timezone.now(),
        lease_until=None,
        horizon=len(frames),
        frames_done=len(frames),
    )
    if not changed:
        raise Fenced
    blocks = frames.all_blocks()
    RunArchive.objects.create(
        run_id=run.pk, blocks=[len(block) for block in blocks], frames=b"".join(blocks), frames_count=len(frames)
    )
    RunBlock.objects.filter(run_id=run.pk).delete()
    if traces is not None:
        RunTraces.objects.create(run_id=run.pk, packed=zlib.compress(orjson.dumps(traces)))
    served.settle(run, spent_s, timezone.now())
    quotas.correct(run.owner_id, run.cost_s, spent_s, timezone.now())


def give_back(run: Run, changes: dict[str, Any] | None = None) -> None:
    """Lets the next worker take the run at once; `changes` are those of a stop, if there was one."""
    changes = {"lease_until": timezone.now(), "worker": ""} | (changes or {})
    Run.objects.fenced(run.pk, run.attempt).update(**changes)


def _stamp(run: Run, frame: int) -> list[RunCommand]:
    waiting = list(run.commands.filter(apply_at_frame__isnull=True, refusal="").order_by("number"))
    if waiting:
        RunCommand.objects.filter(pk__in=[command.pk for command in waiting]).update(apply_at_frame=frame)
        Run.objects.filter(pk=run.pk).update(log_version=F("log_version") + 1)
    for command in waiting:
        command.apply_at_frame = frame
    return waiting
