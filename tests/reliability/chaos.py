"""A chaos: many runs on several workers while processes are killed and paused and the broker forgets everything."""

from __future__ import annotations

import asyncio
import os
import random
import time
from collections.abc import Coroutine
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import redis

from apps.runs.live.stream import frames_key
from start import processes
from tests import tiny
from tests.browser import stack as stacks
from tests.reliability.judging import judge, p99, rows_of, violations
from tests.reliability.killing import Broker, Killer
from tests.reliability.tampering import audit
from tests.reliability.watching import Watched, answered
from tests.visitor import Visitor, run_in

TAMPERED = "tests.reliability.tampering.settings"
# The runs that are long enough and slow enough to be hit: simulated seconds and speed.
SHAPES = ((40.0, 5), (60.0, 5), (150.0, 20), (240.0, 20), (20.0, 2), (300.0, 0))
SETTLED_S = 0.5


@dataclass(frozen=True)
class Plan:
    """How much of everything. A lane is a visitor's, and has one run after the other."""

    seed: int
    visitors: int = 6
    lanes: int = 5
    runs_of_lane: int = 1
    workers: int = 2
    kills: int = 30
    kill_every_s: tuple[float, float] = (0.2, 1.2)
    pauses: int = 0
    pause_every_s: tuple[float, float] = (1.0, 3.0)
    wipes: int = 0
    wipe_every_s: float = 10.0
    broker_kills: int = 0
    broker_every_s: tuple[float, float] = (8.0, 16.0)
    whole_most: int = 3
    # Lanes go on with more runs as long as there are faults to come.
    is_as_long_as_harm: bool = False
    mutants: tuple[str, ...] = ()
    deadline_s: float = 300.0

    @property
    def runs(self) -> int:
        return self.visitors * self.lanes * self.runs_of_lane


@dataclass
class Outcome:
    """What happened, for the judges."""

    plan: Plan
    killer: Killer
    broker: Broker
    audit: Path
    took_s: float
    wipes: int = 0
    wipes_in_mid_run: int = 0
    has_harmed: bool = False
    watched: list[Watched] = field(default_factory=list)
    rows: dict[str, dict[str, Any]] = field(default_factory=dict)

    def row(self, each: Watched) -> dict[str, Any]:
        return self.rows[each.run.replace("-", "")]

    def count(self, outcome: str) -> int:
        """Answers of the stream of one sort."""
        return sum(each["outcome"] == outcome for each in audit.events(self.audit, "append"))

    @property
    def fenced(self) -> int:
        """Writes of stale attempts that were refused, by the row or by the stream."""
        return len(audit.events(self.audit, "fenced"))

    @property
    def taken_up(self) -> int:
        return sum(row["attempt"] - 1 for row in self.rows.values())

    @property
    def resumed(self) -> int:
        return sum(row["resumptions"] for row in self.rows.values())

    @property
    def repeated_s(self) -> float:
        return sum(row["repeated_s"] for row in self.rows.values())

    @property
    def late_s(self) -> list[float]:
        """From the end of each lease to the next attempt."""
        return [each["late_s"] for each in audit.events(self.audit, "orphan")]


def seed_of_the_day(name: str = "BACKLOT_CHAOS_SEED") -> int:
    """The dice of this test: told by the environment, else new ones, printed either way."""
    seed = int(os.environ.get(name) or random.SystemRandom().randrange(2**32))
    print(f"{name}={seed}")
    return seed


async def chaos(plan: Plan, folder: Path, **environment: str) -> Outcome:
    """Plays the plan on a stack of its own in `folder`. Raises AssertionError for what is wrong with any run."""
    tampered = {
        "DJANGO_SETTINGS_MODULE": TAMPERED,
        "BACKLOT_AUDIT": str(folder / "audit.jsonl"),
        "BACKLOT_MUTANTS": ",".join(plan.mutants),
        # These runs are small: put aside after a twentieth of a second instead of two, as large ones are.
        "BACKLOT_CHECKPOINT_S": "0.05",
    }
    with stacks.running(folder, **tampered, **environment) as stack:
        outcome = await _played(plan, stack, folder)
        tell(outcome)
        judge_all(outcome, stack)
    return outcome


async def _played(plan: Plan, stack: stacks.Stack, folder: Path) -> Outcome:
    dice = random.Random(plan.seed)
    names = ["worker", *(f"worker {number}" for number in range(2, plan.workers + 1))]
    for name in names[1:]:
        stack.children[name] = processes.start_worker(stack.environment)
    killer = Killer(stack, random.Random(dice.random()), names)
    broker = Broker(stack, folder / "broker", random.Random(dice.random()))
    if plan.broker_kills:
        broker.start()
    began = time.monotonic()
    outcome = Outcome(plan, killer, broker, folder / "audit.jsonl", 0.0)
    async with asyncio.timeout(plan.deadline_s):
        await _torment(outcome, stack, dice)
    outcome.took_s = time.monotonic() - began
    outcome.rows = rows_of(stack)
    return outcome


async def _torment(outcome: Outcome, stack: stacks.Stack, dice: random.Random) -> None:
    """People run, watch and break things; others kill. Ends when all runs have ended."""
    plan, killer = outcome.plan, outcome.killer
    harm: list[Coroutine[Any, Any, None]] = [killer.kill(plan.kills, plan.kill_every_s, plan.whole_most)]
    harm += [killer.pause(plan.pauses, plan.pause_every_s)] if plan.pauses else []
    harm += [_wipe(outcome, stack)] if plan.wipes else []
    if plan.broker_kills:
        harm += [outcome.broker.kill(plan.broker_kills, plan.broker_every_s, frames_key("*"))]
    others = [asyncio.create_task(_once_all_is_going(outcome, each)) for each in harm]
    others.append(asyncio.create_task(_told_when_over(outcome, [*others])))
    try:
        async with asyncio.TaskGroup() as group:
            for _ in range(plan.visitors):
                visitor = Visitor(stack.address)
                design = visitor.new_design(tiny.document(rate_per_s=40.0, name=f"Chaos {dice.random()}"))
                for _ in range(plan.lanes):
                    group.create_task(_lane(outcome, visitor, design, random.Random(dice.random())))
    finally:
        for task in others:
            task.cancel()
        results = await asyncio.gather(*others, return_exceptions=True)
        await killer.resumed()
    assert not [result for result in results if isinstance(result, Exception)], results


async def _once_all_is_going(outcome: Outcome, harm: Coroutine[Any, Any, None]) -> None:
    """Harm begins when half of the first runs are on screens: workers need a while to start."""
    try:
        while sum(bool(each.frames) for each in outcome.watched) * 2 < outcome.plan.visitors * outcome.plan.lanes:
            await asyncio.sleep(0.05)
        await harm
    finally:
        harm.close()


async def _told_when_over(outcome: Outcome, harm: list[asyncio.Task[None]]) -> None:
    await asyncio.gather(*harm)
    outcome.has_harmed = True


async def _lane(outcome: Outcome, visitor: Visitor, design: str, dice: random.Random) -> None:
    """One run after the other, each watched and disturbed until it has ended."""
    runs = 0
    while runs < outcome.plan.runs_of_lane or (outcome.plan.is_as_long_as_harm and not outcome.has_harmed):
        runs += 1
        duration_s, speed = dice.choice(SHAPES)
        seed = dice.randrange(2**31)
        words = {"seed": seed, "speed": speed, "duration_s": duration_s, "key": f"{dice.random()}"}
        run = run_in(await answered(visitor.pressed, design, **words))
        each = Watched(run, visitor, seed)
        outcome.watched.append(each)
        breaking = asyncio.create_task(each.break_things(dice))
        await each.watch()
        # What was sent at the last moment is answered before it is judged.
        await asyncio.wait([breaking], timeout=SETTLED_S)
        breaking.cancel()
        results = await asyncio.gather(breaking, return_exceptions=True)
        assert not [result for result in results if isinstance(result, Exception)], results


async def _wipe(outcome: Outcome, stack: stacks.Stack) -> None:
    """Empties the broker now and then."""
    client = redis.Redis.from_url(stack.environment["REDIS_URL"])
    for _ in range(outcome.plan.wipes):
        await asyncio.sleep(outcome.plan.wipe_every_s)
        outcome.wipes_in_mid_run += next(iter(client.scan_iter(frames_key("*"))), None) is not None
        client.flushall()
        outcome.wipes += 1


def tell(outcome: Outcome) -> None:
    """The figures, whatever comes of it."""
    killer, broker, watched = outcome.killer, outcome.broker, outcome.watched
    print(f"{len(outcome.watched)} runs in {outcome.took_s:.0f} s")
    print(f"{killer.kills} kills, {killer.whole} of them of whole workers; {killer.ended} workers ended by themselves")
    print(f"{killer.pauses} pauses beyond the lease")
    print(f"{outcome.taken_up} times a run was taken up again, {p99(outcome.late_s):.2f} s after its lease (p99)")
    print(f"{outcome.fenced} writes fenced, {outcome.count('gap')} gaps refused, {outcome.count('dup')} frames twice")
    print(f"{outcome.resumed} times from a checkpoint, {outcome.repeated_s:.2f} s of computing done again")
    print(f"{outcome.wipes} wipes ({outcome.wipes_in_mid_run} in mid-run), {broker.kills} kills of the broker")
    accepted, again = sum(len(each.accepted) for each in watched), sum(each.sent_again for each in watched)
    print(f"{accepted} interventions accepted, {again} sent twice, {sum(each.too_late for each in watched)} too late")


def _complaint(outcome: Outcome, each: Watched, client: redis.Redis) -> str:
    """What is wrong with a run, in a line; empty if nothing is."""
    try:
        judge(each, outcome.row(each), client)
    except AssertionError as wrong:
        return next(iter(str(wrong).splitlines()), "a judge had no words")
    return ""


def judge_all(outcome: Outcome, stack: stacks.Stack) -> None:
    """Every run by the three judges; the invariants; no write of a stale attempt in any stream."""
    client = redis.Redis.from_url(stack.environment["REDIS_URL"])
    wrong = [complaint for each in outcome.watched if (complaint := _complaint(outcome, each, client))]
    assert not wrong, f"{len(wrong)} of {len(outcome.watched)} runs: {sorted(set(wrong))}"
    assert outcome.plan.runs <= len(outcome.watched) == len(outcome.rows), "a run is lost or doubled"
    assert not audit.stale_writes(outcome.audit), "the stream took frames of a stale attempt"
    assert violations(stack.environment) == []
