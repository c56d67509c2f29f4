"""What a tampered worker writes down, one line of JSON for each event, so that a test can say that its faults bit.

A line is appended by one call of `write`, so that lines of several processes do not mix and none is lost by a SIGKILL.
"""

from __future__ import annotations

import functools
import json
import os
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.utils import timezone

from apps.runs.execution import claim, row
from apps.runs.live import stream
from tests.reliability.tampering.mutants import Patch


def install(patch: Patch, file: Path) -> None:
    """From now on this process writes down refusals, answers of the stream and orphans that it takes up."""
    note = functools.partial(_note, file)
    _refusals(patch, note)
    _answers(patch, note)
    _orphans(patch, note)


def events(file: Path, kind: str) -> list[dict[str, Any]]:
    """All events of one kind, in the order in which they were written."""
    found = [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []
    return [each for each in found if each["kind"] == kind]


def stale_writes(file: Path) -> list[dict[str, Any]]:
    """Frames of an attempt that the stream took although it had been sent those of a later attempt before."""
    accepted = [each for each in events(file, "append") if each["outcome"] in ("ok", "dup")]
    first_at: dict[tuple[str, int], float] = {}
    for each in accepted:
        key = (each["run"], each["attempt"])
        first_at[key] = min(each["at"], first_at.get(key, each["at"]))
    later = {
        key: min((at for (run, attempt), at in first_at.items() if run == key[0] and attempt > key[1]), default=None)
        for key in first_at
    }
    known = [(each, later[each["run"], each["attempt"]]) for each in accepted]
    return [each for each, at in known if at is not None and each["sent_at"] > at]


def _refusals(patch: Patch, note: Any) -> None:
    def init(self: row.Fenced, *words: Any) -> None:
        Exception.__init__(self, *words)
        note("fenced")

    patch(row.Fenced, "__init__", init)


def _answers(patch: Patch, note: Any) -> None:
    append = stream.Writer.append

    @functools.wraps(append)
    def told(self: Any, run_id: object, attempt: int, first: int, frames: Sequence[bytes]) -> Any:
        sent_at = time.time()
        outcome, last = append(self, run_id, attempt, first, frames)
        note("append", sent_at=sent_at, run=str(run_id), attempt=attempt, first=first, outcome=outcome.value, last=last)
        return outcome, last

    patch(stream.Writer, "append", told)


def _orphans(patch: Patch, note: Any) -> None:
    take = claim._take

    @functools.wraps(take)
    def told(unchanged: Any, *words: Any) -> bool:
        wanted = dict(each for each in unchanged.children if isinstance(each, tuple))
        taken = take(unchanged, *words)
        if taken and "lease_until" in wanted:
            note("orphan", run=str(wanted["pk"]), late_s=(timezone.now() - wanted["lease_until"]).total_seconds())
        return taken

    patch(claim, "_take", told)


def _note(file: Path, kind: str, **values: Any) -> None:
    line = json.dumps({"kind": kind, "at": time.time(), "process": os.getpid(), **values}) + "\n"
    handle = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
    try:
        os.write(handle, line.encode())
    finally:
        os.close(handle)
