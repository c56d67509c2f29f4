"""Thirty runs while workers are killed with -9 at random points: nothing is lost, nothing is doubled, nothing differs.

Two judges: a plain replay from document, seed and log compares every frame and the digest; viewers who never
disconnect saw exactly those frames, each once. `BACKLOT_CHAOS_SEED` repeats the dice.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import random
import signal
import sqlite3
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson
import pytest
import redis

from start import processes
from tests import tiny
from tests.apps.replay import replay
from tests.browser import stack as stacks
from tests.visitor import Visitor

# `make soak` asks for more.
RUNS = int(os.environ.get("BACKLOT_CHAOS_RUNS", "30"))
VISITORS = 6
KILLING_S = 40.0
DEADLINE_S = 10.0 * RUNS
BROKER_WIPES = 3
# The runs that were long enough and slow enough to be hit: simulated seconds and speed.
SHAPES = ((40.0, 5), (60.0, 5), (150.0, 20), (240.0, 20), (20.0, 2), (300.0, 0))


@dataclass
class Watched:
    """One run with its viewer, who never disconnects."""

    run: str
    visitor: Visitor
    seed: int
    frames: list[dict[str, Any]] = field(default_factory=list)
    log: list[dict[str, Any]] = field(default_factory=list)
    states: list[str] = field(default_factory=list)
    accepted: list[int] = field(default_factory=list)
    too_late: int = 0

    async def watch(self) -> None:
        async with self.visitor.socket(self.run) as socket:
            await socket.send('{"type": "hello", "after": 0}')
            async for text in socket:
                message = json.loads(text)
                if message["type"] == "frames":
                    self.frames += message["frames"]
                elif message["type"] == "log":
                    self.log = message["entries"]
                elif message["type"] == "state":
                    self.states.append(message["state"])
                    if message["state"] in ("done", "failed", "cancelled"):
                        return
        raise AssertionError(f"the socket of run {self.run} closed after frame {len(self.frames)}")

    async def break_things(self, dice: random.Random) -> None:
        """Kills and restores instances at random moments, as long as the run takes it."""
        while True:
            await asyncio.sleep(dice.uniform(0.5, 4.0))
            words = {"parameters": {"count": 1}, "heal": dice.random() < 0.5, "key": str(dice.random())}
            # Every tenth is sent twice, as a browser does that lost the answer.
            for _ in range(2 if dice.random() < 0.1 else 1):
                answer = await asyncio.to_thread(self.visitor.intervene, self.run, "kill_instances", "service", **words)
            if answer.status == 409:
                self.too_late += 1
                return
            assert answer.status == 201, answer
            self.accepted.append(answer.json()["number"])


class Killer:
    """Kills one process of a worker at a time, or a whole worker, which is then started again."""

    def __init__(self, stack: stacks.Stack, dice: random.Random) -> None:
        self.stack, self.dice = stack, dice
        self.kills = 0
        self.whole = 0

    async def kill_for(self, wall_s: float) -> None:
        ends_at = time.monotonic() + wall_s
        while time.monotonic() < ends_at:
            await asyncio.sleep(self.dice.uniform(0.2, 1.2))
            name = self.dice.choice(["worker", "second worker"])
            if self.dice.random() < 0.15:
                await asyncio.to_thread(self._kill_whole, name)
            else:
                self._kill_one_of(name)

    def _kill_one_of(self, name: str) -> None:
        parent = self.stack.children[name].process.pid
        children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
        if children:
            with contextlib.suppress(ProcessLookupError):
                os.kill(int(self.dice.choice(children)), signal.SIGKILL)
                self.kills += 1

    def _kill_whole(self, name: str) -> None:
        child = self.stack.children[name]
        os.killpg(child.process.pid, signal.SIGKILL)
        child.process.wait()
        self.kills += 1
        self.whole += 1
        self.stack.children[name] = processes.start_worker(self.stack.environment)


@pytest.mark.slow
async def test_runs_survive_the_death_of_their_workers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seed = int(os.environ.get("BACKLOT_CHAOS_SEED") or random.SystemRandom().randrange(2**32))
    print(f"BACKLOT_CHAOS_SEED={seed}")
    dice = random.Random(seed)
    # These runs are small: put aside after a twentieth of a second instead of two, as large ones are.
    monkeypatch.setenv("BACKLOT_CHECKPOINT_S", "0.05")
    with stacks.running(tmp_path) as stack:
        stack.children["second worker"] = processes.start_worker(stack.environment)
        watched = start_runs(stack.address, dice)
        killer = Killer(stack, dice)
        async with asyncio.timeout(DEADLINE_S):
            await torment(watched, killer, stack, dice)
        rows = rows_of(tmp_path / "backlot.sqlite3")
        judge_faults(killer, rows, watched)
        for each in watched:
            judge(each, rows[each.run.replace("-", "")])


def start_runs(address: str, dice: random.Random) -> list[Watched]:
    watched = []
    for visitor in [Visitor(address) for _ in range(VISITORS)]:
        design = visitor.new_design(tiny.document(rate_per_s=40.0, name=f"Chaos {dice.random()}"))
        for _ in range(RUNS // VISITORS):
            duration_s, speed = dice.choice(SHAPES)
            seed = dice.randrange(2**31)
            run = visitor.press_run(design, seed=seed, speed=speed, duration_s=duration_s)
            watched.append(Watched(run, visitor, seed))
    return watched


async def torment(watched: list[Watched], killer: Killer, stack: stacks.Stack, dice: random.Random) -> None:
    """Viewers watch, people break things, the killer kills, the broker forgets everything a few times."""
    others = [asyncio.create_task(each.break_things(random.Random(dice.random()))) for each in watched]
    others.append(asyncio.create_task(killer.kill_for(KILLING_S)))
    others.append(asyncio.create_task(wipe_broker(stack.environment["REDIS_URL"])))
    await asyncio.gather(*(each.watch() for each in watched))
    for task in others:
        task.cancel()
    results = await asyncio.gather(*others, return_exceptions=True)
    assert not [result for result in results if isinstance(result, Exception)], results


async def wipe_broker(url: str) -> None:
    client = redis.Redis.from_url(url)
    for _ in range(BROKER_WIPES):
        await asyncio.sleep(KILLING_S / (BROKER_WIPES + 1))
        client.flushall()


def rows_of(database: Path) -> dict[str, dict[str, Any]]:
    """The rows of all runs, read past the application."""
    with sqlite3.connect(database) as connection:
        connection.row_factory = sqlite3.Row
        rows = connection.execute(
            "SELECT id, state, attempt, tries, result_digest, frames_done, resumptions, repeated_s FROM runs_run"
        ).fetchall()
    return {row["id"]: dict(row) for row in rows}


def judge_faults(killer: Killer, rows: dict[str, dict[str, Any]], watched: list[Watched]) -> None:
    """A proof without faults proves nothing."""
    retaken = sum(row["attempt"] - 1 for row in rows.values())
    accepted = sum(len(each.accepted) for each in watched)
    late = sum(each.too_late for each in watched)
    print(f"{killer.kills} kills, {killer.whole} of them of whole workers; {retaken} times a run was taken up again")
    resumed = sum(row["resumptions"] for row in rows.values())
    repeated_s = sum(row["repeated_s"] for row in rows.values())
    print(f"{resumed} times from a checkpoint, {repeated_s:.2f} s of computing done again")
    print(f"{accepted} interventions accepted, {late} came too late")
    assert killer.kills >= 15
    assert killer.whole >= 1
    assert retaken >= 15
    assert sum(row["attempt"] > 1 for row in rows.values()) >= 5
    assert resumed >= 10, "nobody went on from a checkpoint"
    assert repeated_s <= 2.0 * resumed
    assert accepted >= 30


def judge(each: Watched, row: dict[str, Any]) -> None:
    """One run, by the replay and by its viewer."""
    answer = each.visitor.ask("GET", f"/runs/{each.run}/document.json")
    expected = replay(answer.body.decode(), each.seed, each.log)
    plain = [orjson.loads(frame) for frame in expected.frames]
    assert (row["state"], each.states[-1]) == ("done", "done")
    assert [frame["n"] for frame in each.frames] == list(range(1, len(plain) + 1)), (
        "a viewer missed or met a frame twice"
    )
    assert each.frames == plain, "a viewer saw a frame that the run does not contain"
    assert archive_of(each) == plain
    assert row["result_digest"] == expected.digest
    assert row["frames_done"] == len(plain)
    numbers = [entry["number"] for entry in each.log]
    assert numbers == list(range(1, len(numbers) + 1))
    assert set(each.accepted) <= set(numbers), "an intervention that was acknowledged is gone"


def archive_of(each: Watched) -> list[dict[str, Any]]:
    frames: list[dict[str, Any]] = []
    while batch := each.visitor.ask("GET", f"/runs/{each.run}/frames/?after={len(frames)}&limit=500").json()["frames"]:
        frames += batch
    return frames
