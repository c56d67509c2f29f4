"""A thousand connections break off without a word, and nobody misses a frame, meets one twice or out of order
(L1; over server-sent events L9; L7 for the end)."""

from __future__ import annotations

import asyncio
import os
import random
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests import tiny
from tests.browser import stack as stacks
from tests.reliability.record import record
from tests.soak.viewers import Viewer
from tests.visitor import Visitor

RESETS = 1_000
VIEWERS_EACH = 10
STAYS_S = 0.9
BREAKING_S = 40.0
SHAPE: dict[str, Any] = {"duration_s": 300.0, "speed": 5}
END_S_MOST = 2.0


@pytest.mark.parametrize("over_events", [False, True], ids=["websockets", "events"])
async def test_connections_that_break_off_cost_nothing(over_events: bool, tmp_path: Path) -> None:
    seed = int(os.environ.get("BACKLOT_CHAOS_SEED") or random.SystemRandom().randrange(2**32))
    print(f"BACKLOT_CHAOS_SEED={seed}")
    dice = random.Random(seed)
    with stacks.running(tmp_path) as stack:
        visitors = [Visitor(stack.address) for _ in range(3)]
        design = [visitor.new_design(tiny.document(rate_per_s=40.0)) for visitor in visitors]
        runs = [visitor.press_run(each, **SHAPE) for visitor, each in zip(visitors, design, strict=True)]
        viewers = [
            Viewer(visitor, run, random.Random(dice.random()), STAYS_S, over_events)
            for visitor, run in zip(visitors, runs, strict=True)
            for _ in range(VIEWERS_EACH)
        ]
        late = [Viewer(visitor, run, dice, STAYS_S) for visitor, run in zip(visitors, runs, strict=True)]
        until = time.monotonic() + BREAKING_S
        async with asyncio.timeout(180.0):
            await asyncio.gather(
                *(viewer.watch(until) for viewer in viewers), *(at_the_end(stack, viewer) for viewer in late)
            )
        resets = sum(viewer.resets for viewer in viewers)
        ended = {row["id"]: row["finished"] for row in stack.query("SELECT id, finished FROM runs_run")}
        waits = [viewer.told_at - wall_s(ended[viewer.run.replace("-", "")]) for viewer in [*viewers, *late]]
        for viewer in [*viewers, *late]:
            judge(viewer)
    print(f"{sum(viewer.refused for viewer in viewers)} were refused a seat for a moment")
    print(f"{resets} resets; the end was known {max(waits):.2f} s after the end at the latest")
    assert resets >= RESETS, "too few connections broke off"
    assert max(waits) <= END_S_MOST
    rows = {"L9": "L1 over events: "} if over_events else {"L1": ""}
    for row, words in rows.items():
        record(row, f"{words}{resets:,} resets: 0 missing, 0 doubled, 0 out of order", seed=seed, tier="N")
    variant = "over events" if over_events else "SQLite"
    told = f"{len(waits)} viewers of 3 runs, three of them came at the very end: all within {max(waits):.1f} s"
    record("L7", told, seed=seed, tier="N", variant=variant)


async def at_the_end(stack: stacks.Stack, viewer: Viewer) -> None:
    """Comes when the last frame is about to be made."""
    frames = round(SHAPE["duration_s"] / 0.25)
    sql = f"SELECT id, state, horizon FROM runs_run WHERE horizon >= {frames - 2}"
    while viewer.run.replace("-", "") not in [row["id"] for row in await asyncio.to_thread(stack.query, sql)]:
        await asyncio.sleep(0.05)
    await viewer.watch(0.0)


def judge(viewer: Viewer) -> None:
    """Every frame once, in order, and those that are kept of the run."""
    kept: list[dict[str, Any]] = []
    path = f"/runs/{viewer.run}/frames/?limit=500&after="
    while batch := viewer.visitor.ask("GET", f"{path}{len(kept)}").json()["frames"]:
        kept += batch
    assert [frame["n"] for frame in viewer.frames] == list(range(1, len(kept) + 1))
    assert viewer.frames == kept


def wall_s(told: datetime | str) -> float:
    """The moment of a column, by either database."""
    moment = datetime.fromisoformat(told) if isinstance(told, str) else told
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
