"""What a socket says about a run besides its frames: the state and the log, read for many runs at once."""

from __future__ import annotations

import math
from typing import Any

from apps.runs.fairness.standing import stand_of
from apps.runs.models import Run, RunCommand
from engine.design.discovery import failure_types
from engine.plan.changes import CHANGE


def read_rows(known: dict[str, str]) -> tuple[dict[str, dict[str, Any]], dict[str, list[dict[str, Any]]]]:
    """Rows by run id, and the logs of those runs whose log is not the `known` one."""
    rows: dict[str, dict[str, Any]] = {}
    logs: dict[str, list[dict[str, Any]]] = {}
    for run in Run.objects.filter(pk__in=known).defer("document", "summary"):
        row = rows[str(run.pk)] = _row(run)
        if row["log_key"] != known[str(run.pk)]:
            logs[str(run.pk)] = whole_log(run)
    return rows, logs


def state_of(run: Run) -> dict[str, Any]:
    """Where a run is in its life, as pages and sockets say it."""
    stand = stand_of(run)
    return {
        "state": run.state,
        "reason": run.reason,
        "speed": run.speed,
        "paused": run.paused,
        "place_in_line": stand.place if stand else None,
        "wait_s": _wait_in_words_s(stand.wait_s) if stand else None,
    }


def log_entries(run: Run) -> list[dict[str, Any]]:
    """What was done when, in order. `frame` is the first frame that shows it, None as long as nobody knows."""
    frame_s = (run.layout or {}).get("frame_s", 0.0)
    commands = list(run.commands.all())
    undone = {command.undoes for command in commands}
    healed = {(command.failure, command.target): command.number for command in commands if command.heal}
    return [
        {
            "number": command.number,
            "frame": command.apply_at_frame,
            "clock_s": None if command.apply_at_frame is None else (command.apply_at_frame - 1) * frame_s,
            "sentence": _sentence(command, run),
            "failure": command.failure,
            "target": command.target,
            "parameters": command.parameters,
            "heal": command.heal,
            "can_undo": can_undo(command),
            "undone": command.number in undone
            or (not command.heal and healed.get((command.failure, command.target), 0) > command.number),
        }
        for command in commands
    ]


def can_undo(command: RunCommand) -> bool:
    """True for what has an opposite: a flush, say, has none."""
    kind = failure_types().get(command.failure)
    return not command.refusal and (command.failure == CHANGE or (kind is not None and bool(kind.heal_verb)))


def whole_log(run: Run) -> list[dict[str, Any]]:
    """What was done and what controllers did, in the order of time; what nobody knows the time of comes last."""
    notes = [
        {"number": -place, "failure": "", "parameters": {}, "heal": False, "undone": False, **note}
        for place, note in enumerate(run.notes, 1)
    ]
    entries = [*log_entries(run), *notes]
    return sorted(entries, key=lambda entry: math.inf if entry["clock_s"] is None else entry["clock_s"])


def _row(run: Run) -> dict[str, Any]:
    return state_of(run) | {
        "layout": run.layout,
        "frames_count": run.frames_count,
        "frames_done": run.frames_done if run.has_ended else run.horizon,
        "has_ended": run.has_ended,
        "is_public": run.is_public,
        "owner": run.owner_id,
        "log_key": f"{run.log_version} {run.has_ended} {run.layout is not None}",
    }


def _wait_in_words_s(wait_s: float) -> int:
    """Whole seconds, coarser the longer it takes: nobody wants a line that changes its mind every second."""
    step = 1 if wait_s < 10 else 5 if wait_s < 60 else 30
    return max(1, round(wait_s / step)) * step


def _sentence(command: RunCommand, run: Run) -> str:
    if command.refusal:
        return f"{command.sentence} (not possible: {command.refusal})"
    if command.apply_at_frame is None and run.has_ended:
        return f"{command.sentence} (too late: the run had ended)"
    return command.sentence
