"""PostgreSQL stops at once, again and again, while runs are computed and watched (R5): nothing is lost or doubled, and
whoever asks for a page meanwhile is told in words to come again."""

from __future__ import annotations

import asyncio
import contextlib
import os
import random
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests import postgres, tiny
from tests.browser import stack as stacks
from tests.reliability.record import record
from tests.soak.steady import Steady
from tests.visitor import Visitor

STOPS = int(os.environ.get("BACKLOT_STOPS", "20"))
RUNS = 8
SHAPES = ((120.0, 5), (240.0, 5), (300.0, 20), (400.0, 20))


@dataclass
class Asker:
    """Asks for pages all the time and counts what it is told."""

    visitor: Visitor
    design: str
    runs: list[str]
    told: Counter[int] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    async def ask_for_ever(self) -> None:
        while True:
            pages = [f"/runs/{run}/{end}" for run in self.runs for end in ("", "log/", "frames/")]
            for path in ["/designs/", f"/designs/{self.design}/", *pages]:
                await asyncio.sleep(0.05)
                with contextlib.suppress(TimeoutError):
                    answer = await asyncio.to_thread(self.visitor.ask, "GET", path)
                    self._note(path, answer.status, answer.body, answer.headers.get("retry-after"))

    def _note(self, path: str, status: int, body: bytes, again: str | None) -> None:
        self.told[status] += 1
        if status == 503 and (again is None or b"The database does not answer" not in body):
            self.wrong.append(f"{path}: 503 without words or without Retry-After")
        elif status not in (200, 503):
            self.wrong.append(f"{path}: {status}")


@pytest.mark.skipif(postgres.binaries() is None, reason="no PostgreSQL here")
async def test_a_database_that_stops_at_once_costs_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seed = int(os.environ.get("BACKLOT_CHAOS_SEED") or random.SystemRandom().randrange(2**32))
    print(f"BACKLOT_CHAOS_SEED={seed}")
    dice = random.Random(seed)
    monkeypatch.setenv("BACKLOT_STACK_DATABASE", "postgres")
    with stacks.running(tmp_path) as stack:
        visitors = [Visitor(stack.address) for _ in range(2)]
        designs = [visitor.new_design(tiny.document(rate_per_s=40.0)) for visitor in visitors]
        runs: list[Steady] = []
        asker = Asker(visitors[0], designs[0], [])
        asking = asyncio.create_task(asker.ask_for_ever())
        watching: list[asyncio.Task[None]] = []
        for stop in range(STOPS):
            for _ in range(RUNS * (stop + 1) // STOPS - len(runs)):
                whose = len(runs) % 2
                runs.append(Steady.pressed(visitors[whose], designs[whose], dice, SHAPES))
                watching.append(asyncio.create_task(runs[-1].watch()))
            asker.runs = [each.run for each in runs[0::2][-2:]]
            await asyncio.sleep(dice.uniform(1.0, 3.0))
            await asyncio.to_thread(cut_power, stack, dice.uniform(0.2, 2.0))
        async with asyncio.timeout(240.0):
            await asyncio.gather(*watching)
        asking.cancel()
        rows = {
            row["id"]: row
            for row in stack.query("SELECT id, state, reason, attempt, tries, result_digest FROM runs_run")
        }
        retaken = sum(row["attempt"] - 1 for row in rows.values())
        print(f"{STOPS} stops, {retaken} times a run was taken up again, answers {dict(asker.told)}")
        assert not asker.wrong
        assert asker.told[503] >= STOPS / 2, "nobody asked while the database was away"
        assert retaken >= STOPS / 4, "no run was hit"
        for each in runs:
            each.judge(rows[each.run.replace("-", "")])
    told = f"{STOPS} stops, {retaken} runs taken up again: 0 lost, 0 doubled; {asker.told[503]} answers 503, 0 of 500"
    record("R5", told, seed=seed, tier="N", variant="PostgreSQL")


def cut_power(stack: stacks.Stack, away_s: float) -> None:
    assert stack.postgres is not None
    stack.postgres.stop("immediate")
    time.sleep(away_s)
    stack.postgres.start()
