"""Three hundred live runs at 1x on this machine: are their frames on time, and does a newcomer wait?

Real server processes; everything shares the cores. How late a run is at a look is measured against its own earliest
frames of all looks: a run that lost its pace while three hundred started does not hurry to make up for it.
"""

from __future__ import annotations

import asyncio
import json
import os
import sqlite3
import statistics
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.figures import Figures
from tests.browser import stack as stacks
from tests.visitor import Visitor

RUNS = int(os.environ.get("BACKLOT_RUNS", "300"))
RUNS_EACH = 5
LOOK_S = 20.0
BEHIND_MOST_S = 1.0
NEWCOMERS = 10
FIRST_FRAME_MOST_S = 2.0


def start_runs(address: str) -> None:
    """Every visitor runs the starter design, five times with other seeds."""

    def come(number: int) -> None:
        visitor = Visitor(address)
        design = visitor.new_design()
        for seed in range(RUNS_EACH):
            visitor.press_run(design, seed=number * RUNS_EACH + seed, speed=1)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(come, range(RUNS // RUNS_EACH)))


def behind_s(database: Path) -> dict[str, float]:
    """How far each run that is computed is behind the clock that began with it, in seconds."""
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
        rows = connection.execute("SELECT id, started, frames_done FROM runs_run WHERE state = 'running'").fetchall()
    now = datetime.now(UTC).replace(tzinfo=None)
    # The row is written before a frame is computed: one that is on time has told of the frame before.
    return {run: (now - datetime.fromisoformat(started)).total_seconds() - done * 0.25 for run, started, done in rows}


def lateness_s(looks: list[dict[str, float]]) -> list[float]:
    """How late each run was at each look, against its own best."""
    best = {run: min(look[run] for look in looks if run in look) for look in looks for run in look}
    return [behind - best[run] for look in looks for run, behind in look.items()]


async def first_frame_s(address: str) -> float:
    """From pressing Run to the first frame in the socket."""
    visitor = Visitor(address)
    design = await asyncio.to_thread(visitor.new_design)
    began = time.monotonic()
    run = await asyncio.to_thread(visitor.press_run, design, speed=1)
    async with asyncio.timeout(30), visitor.socket(run, compression=None) as socket:
        await socket.send('{"type": "hello", "after": 0}')
        while json.loads(await socket.recv())["type"] != "frames":
            continue
    return time.monotonic() - began


def busy_cores(stack: stacks.Stack) -> dict[str, float]:
    """Processor time of the processes so far, by name, in seconds."""
    ticks = os.sysconf("SC_CLK_TCK")
    spent: dict[str, float] = {}
    for name, child in stack.children.items():
        pid = child.process.pid
        pids = [str(pid), *Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
        words = [Path(f"/proc/{each}/stat").read_text().rsplit(")", 1)[1].split() for each in pids]
        spent[name] = sum(int(word[11]) + int(word[12]) for word in words) / ticks
    return spent


def measure(stack: stacks.Stack, folder: Path, figures: Figures) -> None:
    """Starts them all, waits until they run, looks twenty times."""
    start_runs(stack.address)
    database = folder / "backlot.sqlite3"
    deadline = time.monotonic() + 60.0
    while len(behind_s(database)) < RUNS and time.monotonic() < deadline:
        time.sleep(0.5)
    print(f"  {len(behind_s(database))} run after {time.monotonic() - deadline + 60.0:.0f} s")
    time.sleep(3.0)
    looks: list[dict[str, float]] = []
    before, began = busy_cores(stack), time.monotonic()
    for _ in range(int(LOOK_S)):
        looks.append(behind_s(database))
        time.sleep(1.0)
    passed = time.monotonic() - began
    spent = {name: (after - before[name]) / passed for name, after in busy_cores(stack).items()}
    print(f"  cores busy: {', '.join(f'{name} {share:.2f}' for name, share in spent.items())}")
    late = lateness_s(looks)
    print(f"  late: median {statistics.median(late):.2f} s", flush=True)
    waits = [asyncio.run(first_frame_s(stack.address)) for _ in range(NEWCOMERS)]
    print(f"  first frames: {[round(wait, 2) for wait in waits]} s")
    figures.at_least("live runs at 1x at once", min(len(look) for look in looks), RUNS)
    figures.at_most("late, p99", statistics.quantiles(late, n=100)[-1], BEHIND_MOST_S, "s")
    figures.at_most("a newcomer's first frame, slowest of ten", max(waits), FIRST_FRAME_MOST_S, "s")


def main() -> None:
    """Starts everything, measures, prints."""
    figures = Figures()
    os.environ.setdefault("BACKLOT_WORKERS", "2")
    with tempfile.TemporaryDirectory() as folder, stacks.running(Path(folder)) as stack:
        measure(stack, Path(folder), figures)
    figures.write()


if __name__ == "__main__":
    main()
