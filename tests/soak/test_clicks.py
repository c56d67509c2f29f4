"""From a click to its effect in a frame on a screen, with a hundred live runs beside it (C2)."""

from __future__ import annotations

import asyncio
import json
import os
import random
import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from tests import tiny
from tests.browser import stack as stacks
from tests.reliability.judging import p99
from tests.reliability.record import record
from tests.visitor import Visitor

RUNS, RUNS_EACH = 100, 5
CLICKS = 200
P50_MOST_S, P99_MOST_S = 0.2, 0.5
# Runs of up to five minutes have four frames a second (longer ones fewer); clicks fall anywhere between two of them.
RUN_S = 300.0
BETWEEN_S = (0.05, 0.3)


async def test_a_click_is_soon_seen_in_a_frame(tmp_path: Path) -> None:
    seed = int(os.environ.get("BACKLOT_CHAOS_SEED") or random.SystemRandom().randrange(2**32))
    print(f"BACKLOT_CHAOS_SEED={seed}")
    dice = random.Random(seed)
    with stacks.running(tmp_path) as stack:
        with ThreadPoolExecutor(4) as pool:
            pressed = list(pool.map(lambda place: come(stack.address, place), range(RUNS // RUNS_EACH)))
        while len(stack.query("SELECT id FROM runs_run WHERE state = 'running' AND frames_done > 0")) < RUNS:
            await asyncio.sleep(0.2)
        waits = [await seen_after_s(*dice.choice(pressed), str(number), dice) for number in range(CLICKS)]
    p50 = statistics.median(waits)
    told = (
        f"{CLICKS} clicks beside {RUNS} live runs of four frames a second: "
        f"p50 {1000 * p50:.0f} ms, p99 {1000 * p99(waits):.0f} ms"
    )
    print(told)
    record("C2", told, seed=seed, tier="N", holds=p50 <= P50_MOST_S and p99(waits) <= P99_MOST_S)


def come(address: str, place: int) -> tuple[Visitor, str]:
    """A visitor with five live runs, and one of them."""
    visitor = Visitor(address)
    design = visitor.new_design(tiny.document(rate_per_s=40.0))
    runs = [
        visitor.press_run(design, seed=place * RUNS_EACH + number, speed=1, duration_s=RUN_S)
        for number in range(RUNS_EACH)
    ]
    return visitor, runs[0]


async def seen_after_s(visitor: Visitor, run: str, key: str, dice: random.Random) -> float:
    """Clicks once, and waits for the frame that shows it."""
    newest: dict[str, Any] = {"frame": 0, "log": {}}
    async with asyncio.timeout(30.0), visitor.socket(run) as socket:
        await socket.send('{"type": "hello", "after": 0}')
        while not await is_quiet(socket, newest) or newest["frame"] == 0:
            continue
        await asyncio.sleep(dice.uniform(*BETWEEN_S))
        began = time.monotonic()
        words = {"parameters": {"count": 1}, "heal": dice.random() < 0.5, "key": key}
        asked = asyncio.create_task(asyncio.to_thread(visitor.intervene, run, "kill_instances", "service", **words))
        while not asked.done() or not shown(asked.result().json()["number"], newest):
            take(json.loads(await socket.recv()), newest)
        return time.monotonic() - began


async def is_quiet(socket: Any, newest: dict[str, Any]) -> bool:
    """Takes a message; True when no other is waiting, so that what comes is what happens now."""
    take(json.loads(await socket.recv()), newest)
    try:
        async with asyncio.timeout(0.02):
            take(json.loads(await socket.recv()), newest)
    except TimeoutError:
        return True
    return False


def take(message: dict[str, Any], newest: dict[str, Any]) -> None:
    if message["type"] == "frames":
        newest["frame"] = message["frames"][-1]["n"]
    elif message["type"] == "log":
        newest["log"] = {entry["number"]: entry["frame"] for entry in message["entries"]}


def shown(number: int, newest: dict[str, Any]) -> bool:
    """Whether the frame has come that shows an entry of the log."""
    frame = newest["log"].get(number)
    return frame is not None and newest["frame"] >= frame
