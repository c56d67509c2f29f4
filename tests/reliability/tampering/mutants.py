"""Mutants: each takes one guard away, in a test's process or in the worker of a test's stack, never in Backlot itself.

A suite that does not notice a mutant does not prove the guard. `patch(owner, name, value)` puts something else in the
place of what the guard needs.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from unittest import mock

from django.db.models import Q

from apps.runs.execution import blame, checkpoints, claim, row
from apps.runs.execution.session import Session
from apps.runs.live import stream
from apps.runs.models import Run, RunCommand, RunQuerySet

Patch = Callable[[Any, str, Any], None]


@dataclass(frozen=True)
class Mutant:
    """A guard that is gone: what is wrong now, in words, and how it is made so."""

    words: str
    apply: Callable[[Patch], None]


def _without_attempt_check(patch: Patch) -> None:
    patch(RunQuerySet, "fenced", lambda self, run_id, attempt: self.filter(pk=run_id))
    _change_renewal(patch, "attempt = %s AND state = %s", "(attempt >= 0 OR attempt = %s) AND (id = id OR state = %s)")


def _without_stream_fence(patch: Patch) -> None:
    _change_script(patch, "if attempt < fence then return {'fenced', 0} end\n")


def _without_gap_check(patch: Patch) -> None:
    _change_script(patch, "if first > last + 1 then return {'gap', last} end\n")


def _horizon_forgotten(patch: Patch) -> None:
    begin = Session.__init__

    def forgetful(self: Session, run: Run, writer: stream.Writer) -> None:
        begin(self, run, writer)
        self.horizon = self.old_horizon = self.frame + self.is_mid_frame

    patch(Session, "__init__", forgetful)


def _horizon_not_written(patch: Patch) -> None:
    _change_renewal(patch, "horizon = %s", "horizon = horizon + 0 * %s")


def _stamps_written_late(patch: Patch) -> None:
    """A stamp is kept in memory and written at the next edge, or at the end: right as long as nobody dies."""
    edge, finish = row.at_slice_edge, row.finish
    kept: dict[tuple[Any, int], list[RunCommand]] = {}

    def write(run: Run) -> None:
        for command in kept.pop((run.pk, run.attempt), []):
            RunCommand.objects.filter(pk=command.pk).update(apply_at_frame=command.apply_at_frame)

    def stamp(run: Run, frame: int) -> list[RunCommand]:
        waiting = list(run.commands.filter(apply_at_frame__isnull=True, refusal="").order_by("number"))
        for command in waiting:
            command.apply_at_frame = frame
        if waiting:
            kept[run.pk, run.attempt] = waiting
        return waiting

    def late_edge(run: Run, **named: Any) -> row.Wishes:
        write(run)
        return edge(run, **named)

    def late_finish(run: Run, *words: Any, **named: Any) -> None:
        write(run)
        finish(run, *words, **named)

    patch(row, "_stamp", stamp)
    patch(row, "at_slice_edge", late_edge)
    patch(row, "finish", late_finish)


def _lease_not_renewed(patch: Patch) -> None:
    late = "lease_until = CASE WHEN lease_until < %s THEN lease_until ELSE lease_until END"
    _change_renewal(patch, "lease_until = %s", late)


def _cancel_ignored(patch: Patch) -> None:
    renewed = row._renewed

    def deaf(*words: Any) -> tuple[int, bool, bool, int]:
        speed, paused, _, log_version = renewed(*words)
        return speed, paused, False, log_version

    patch(row, "_renewed", deaf)


def _checkpoint_without_fence(patch: Patch) -> None:
    write = checkpoints.Keeper._write

    def unfenced(self: checkpoints.Keeper, *words: Any) -> None:
        with mock.patch.object(RunQuerySet, "fenced", lambda self, run_id, attempt: self.filter(pk=run_id)):
            write(self, *words)

    patch(checkpoints.Keeper, "_write", unfenced)


def _archive_after_done(patch: Patch) -> None:
    """State first, archive afterwards, each in a transaction of its own."""
    patch(row, "finish", row.finish.__wrapped__)


def _claims_anything(patch: Patch) -> None:
    take = claim._take

    def greedy(unchanged: Q, *words: Any) -> bool:
        return take(Q(pk=dict(unchanged.children)["pk"]), *words)

    patch(claim, "_take", greedy)


def _never_gives_up(patch: Patch) -> None:
    patch(blame, "STOPS_AT_ONE_PLACE", 10**9)
    patch(blame, "STOPS_MOST", 10**9)


def _blames_everybody(patch: Patch) -> None:
    patch(claim, "place_of", lambda *_words: 1)


def _blames_any_place(patch: Patch) -> None:
    after = blame.after
    patch(blame, "after", lambda run, place: after(run, 1))


def _never_cleared(patch: Patch) -> None:
    patch(blame, "cleared", dict)


def _change_renewal(patch: Patch, old: str, new: str) -> None:
    assert old in row.RENEW, "the mutant does not know the statement any more"
    patch(row, "RENEW", row.RENEW.replace(old, new))


def _change_script(patch: Patch, guard: str) -> None:
    assert guard in stream.APPEND, "the mutant does not know the script any more"
    patch(stream, "APPEND", stream.APPEND.replace(guard, ""))


MUTANTS: dict[str, Mutant] = {
    "no_attempt_check": Mutant("every attempt may write to the row", _without_attempt_check),
    "no_stream_fence": Mutant("every attempt may write to the stream", _without_stream_fence),
    "no_gap_check": Mutant("the stream takes frames behind a hole", _without_gap_check),
    "horizon_forgotten": Mutant("a successor does not read what may have been seen", _horizon_forgotten),
    "horizon_not_written": Mutant("nobody writes down what may be seen", _horizon_not_written),
    "stamps_written_late": Mutant("an intervention acts before its stamp is durable", _stamps_written_late),
    "lease_not_renewed": Mutant("a worker that lives loses its run", _lease_not_renewed),
    "cancel_ignored": Mutant("nobody reads that a run should stop", _cancel_ignored),
    "checkpoint_without_fence": Mutant("every attempt may put a run aside", _checkpoint_without_fence),
    "archive_after_done": Mutant("a run is done before it is in the archive", _archive_after_done),
    "claims_anything": Mutant("a run is taken up although somebody has it", _claims_anything),
    "never_gives_up": Mutant("a run may take down as many workers as it likes", _never_gives_up),
    "blames_everybody": Mutant("a run that merely sat at the desk is a suspect", _blames_everybody),
    "blames_any_place": Mutant("stops at different events count as one place", _blames_any_place),
    "never_cleared": Mutant("a suspect that got on stays one", _never_cleared),
}
