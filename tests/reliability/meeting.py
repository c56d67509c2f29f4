"""One run for each named point, all at once; each meets its fault there, and every judge looks at it."""

from __future__ import annotations

import asyncio
import contextlib
import random
from pathlib import Path
from typing import Any

import redis

from start import processes
from tests import tiny
from tests.browser import stack as stacks
from tests.reliability.chaos import TAMPERED
from tests.reliability.judging import judge, rows_of, violations
from tests.reliability.tampering import faults
from tests.reliability.watching import Watched
from tests.visitor import Visitor

RUNS_OF_VISITOR = 6
DEADLINE_S = 120.0
# What comes once in a life is met the first time, what comes with every slice in the middle. A short run is put aside
# once for certain: the next time is far enough away that putting aside stays cheap.
ONCE = {"claimed", "beginning", "begun", "resuming", "repeating", "stamped_not_committed"}
ASIDE = {"before_checkpoint", "checkpoint_not_committed", "after_checkpoint"}
ENDING = {name for name in faults.POINTS if "end" in name or "archive" in name or "done" in name}
LEFT_TO_SAY = {"after_end", "letting_go", "handing_out"}


async def met(folder: Path, action: str) -> dict[str, dict[str, Any]]:
    """One run for each point, all at once; each meets its fault. The row of each, by point."""
    armed = folder / "faults"
    armed.mkdir()
    tampered = {
        "DJANGO_SETTINGS_MODULE": TAMPERED,
        "BACKLOT_FAULTS": str(armed),
        "BACKLOT_CHECKPOINT_S": "0.001",
    }
    with stacks.running(folder, **tampered) as stack:
        # Nobody takes a run up before its fault is set.
        stack.kill_worker()
        runs = prepared(stack.address, armed, action)
        stack.start_worker()
        stack.children["worker 2"] = processes.start_worker(stack.environment)
        async with asyncio.timeout(DEADLINE_S + paused_s(action)), asyncio.TaskGroup() as group:
            for each in runs.values():
                group.create_task(lived(each))
        rows = rows_of(stack)
        client = redis.Redis.from_url(stack.environment["REDIS_URL"])
        for name, each in runs.items():
            assert faults.was_met(armed, each.run), f"no run came by {name}"
            judge(each, rows[each.run.replace("-", "")], client)
        assert violations(stack.environment) == []
    return {name: rows[each.run.replace("-", "")] for name, each in runs.items()}


def paused_s(action: str) -> float:
    """How long everything stands still at most: when the pauses fall one after the other."""
    return 0.0 if action == "die" else len(faults.POINTS) * float(action)


def prepared(address: str, armed: Path, action: str) -> dict[str, Watched]:
    found: dict[str, Watched] = {}
    for number, name in enumerate(faults.POINTS):
        if number % RUNS_OF_VISITOR == 0:
            visitor = Visitor(address)
            design = visitor.new_design(tiny.document(rate_per_s=200.0))
        run = visitor.press_run(design, seed=number, speed=20, duration_s=60.0)
        faults.arm(armed, run, name, 1 if name in ONCE | ASIDE | ENDING | LEFT_TO_SAY else 2, action)
        found[name] = Watched(run, visitor, number)
    return found


async def lived(each: Watched) -> None:
    """A run is watched to its end and disturbed on the way."""
    breaking = asyncio.create_task(each.break_things(random.Random(each.seed), every_s=(0.2, 0.5)))
    await each.watch()
    breaking.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await breaking
