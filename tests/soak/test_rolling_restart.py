"""All workers and web processes are replaced one after the other, again and again, under load (R13)."""

from __future__ import annotations

import asyncio
import os
import random
import time
from pathlib import Path

import redis

from start import processes
from tests import tiny
from tests.browser import stack as stacks
from tests.reliability.record import record
from tests.soak.steady import Steady
from tests.visitor import Visitor

ROUNDS = int(os.environ.get("BACKLOT_ROUNDS", "10"))
RUNS = 12
SHAPES = ((150.0, 1), (300.0, 2), (700.0, 5))
PAUSE_MOST_S = 5.0
STARTED_S_MOST = 120.0
WORKERS = ("worker", "second worker")


async def test_a_rolling_restart_is_a_short_pause(tmp_path: Path) -> None:
    seed = int(os.environ.get("BACKLOT_CHAOS_SEED") or random.SystemRandom().randrange(2**32))
    print(f"BACKLOT_CHAOS_SEED={seed}")
    dice = random.Random(seed)
    with stacks.running(tmp_path) as stack:
        stack.children["second worker"] = processes.start_worker(stack.environment)
        visitors = [Visitor(stack.address) for _ in range(3)]
        designs = [visitor.new_design(tiny.document(rate_per_s=40.0)) for visitor in visitors]
        runs = [Steady.pressed(visitors[place % 3], designs[place % 3], dice, SHAPES) for place in range(RUNS)]
        watching = [asyncio.create_task(each.watch()) for each in runs]
        await asyncio.sleep(3.0)
        versions = engines(stack)
        for _ in range(ROUNDS):
            for name in (*WORKERS, "web"):
                await asyncio.to_thread(replace, stack, name)
                await asyncio.sleep(dice.uniform(0.5, 2.0))
        async with asyncio.timeout(400.0):
            await asyncio.gather(*watching)
        assert engines(stack) == versions
        rows = {
            row["id"]: row
            for row in stack.query("SELECT id, state, reason, attempt, tries, result_digest FROM runs_run")
        }
        handed = sum(row["attempt"] - 1 for row in rows.values())
        for each in runs:
            each.judge(rows[each.run.replace("-", "")])
    longest = max(max(each.gaps_s) for each in runs)
    print(f"{ROUNDS} rounds, {handed} times a run changed hands, the longest pause of a viewer {longest:.1f} s")
    assert handed >= ROUNDS, "no run was hit"
    told = f"{ROUNDS} rounds, {RUNS} runs handed over {handed} times: 0 failed, longest pause {longest:.1f} s"
    record("R13", told, seed=seed, tier="N", holds=longest <= PAUSE_MOST_S)
    assert longest <= PAUSE_MOST_S


def engines(stack: stacks.Stack) -> dict[str, str]:
    """The version of the engine of every run."""
    return {row["id"]: row["engine_version"] for row in stack.query("SELECT id, engine_version FROM runs_run")}


def replace(stack: stacks.Stack, name: str) -> None:
    """As `docs/deploy.md` says: a new worker listens before the old one leaves; of web processes there is one."""
    if name == "web":
        processes.end([stack.children.pop(name)])
        port = int(stack.address.rsplit(":", 1)[1])
        stack.children[name] = processes.start_web(port, stack.environment)
        processes.wait_for_page(stack.address)
        return
    before, old = listening(stack), stack.children[name]
    stack.children[name] = processes.start_worker(stack.environment)
    deadline = time.monotonic() + STARTED_S_MOST
    while listening(stack) <= before:
        assert time.monotonic() < deadline, f"the new {name} does not listen"
        time.sleep(0.05)
    processes.end([old])


def listening(stack: stacks.Stack) -> int:
    """How many workers wait for the doorbell."""
    clients = redis.Redis.from_url(stack.environment["REDIS_URL"]).client_list()
    return sum(each["cmd"] == "brpop" for each in clients)
