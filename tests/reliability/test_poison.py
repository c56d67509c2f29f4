"""A run that takes its worker down ends in words after three attempts, and so do its equals, each untried (R11)."""

from __future__ import annotations

import asyncio
import itertools
from pathlib import Path
from typing import Any

import pytest

from start import processes
from tests import tiny
from tests.browser import stack as stacks
from tests.reliability.alone import awaited
from tests.reliability.chaos import TAMPERED
from tests.reliability.judging import rows_of, violations
from tests.reliability.record import record
from tests.reliability.watching import Watched
from tests.visitor import Visitor

POISON = 666
PEOPLE = 10
NEIGHBOURS = 6
WAIT_S_MOST = 10.0


@pytest.mark.slow
def test_a_poisoned_run_ends_after_three_attempts_for_everybody(tmp_path: Path) -> None:
    awaited(_poison(tmp_path))


async def _poison(tmp_path: Path) -> None:
    tampered = {"DJANGO_SETTINGS_MODULE": TAMPERED, "BACKLOT_POISON": str(POISON)}
    with stacks.running(tmp_path, **tampered) as stack:
        stack.children["worker 2"] = processes.start_worker(stack.environment)
        neighbours = [
            started(Visitor(stack.address), number, speed=5, duration_s=150.0) for number in range(NEIGHBOURS)
        ]
        watching = [asyncio.create_task(each.watch()) for each in neighbours]
        async with asyncio.timeout(120.0):
            while not all(each.frames for each in neighbours):
                await asyncio.sleep(0.05)
            poisoned = [started(Visitor(stack.address), POISON, speed=0, duration_s=60.0) for _ in range(PEOPLE)]
            await asyncio.gather(*(each.watch() for each in poisoned), *watching)
        rows = rows_of(stack)
        judge([rows[each.run.replace("-", "")] for each in poisoned], neighbours, rows)
        assert violations(stack.environment) == []


def started(visitor: Visitor, seed: int, **words: Any) -> Watched:
    design = visitor.new_design(tiny.document(rate_per_s=40.0))
    return Watched(visitor.press_run(design, seed=seed, **words), visitor, seed)


def judge(poisoned: list[dict[str, Any]], neighbours: list[Watched], rows: dict[str, dict[str, Any]]) -> None:
    attempts = sorted(row["attempt"] for row in poisoned)
    assert {row["state"] for row in poisoned} == {"failed"}
    assert len({row["reason"] for row in poisoned}) == 1
    assert "stopped 3 times" in poisoned[0]["reason"]
    # Three attempts, and the one that gives up.
    assert attempts == [0] * (PEOPLE - 1) + [4], "an equal run was tried again"
    assert all(rows[each.run.replace("-", "")]["state"] == "done" for each in neighbours)
    longest_s = max(after - before for each in neighbours for before, after in itertools.pairwise(each.arrivals))
    told = f"3 attempts for {PEOPLE} people; {NEIGHBOURS} neighbours waited {longest_s:.1f} s at most"
    print(told)
    record("R11", told, holds=longest_s <= WAIT_S_MOST)
