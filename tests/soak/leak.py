"""`python -m tests.soak.leak --minutes 30`: mixed load on the real thing, and whether anything of it stays (R15).

People press Run (paced, as fast as possible, the same as others), watch over sockets and over events that break off,
break things, save, cancel, fork, read. Every two minutes all of them stop, and when everything is quiet one look is
taken at what is held then (`resting.py`). The first third warms everything up; what is held afterwards is compared with
the rest at its end. 8 hours are the same with `--minutes 480`.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.browser import stack as stacks
from tests.reliability.record import record
from tests.soak.acts import Person
from tests.soak.resting import Held, Rest, at_rest, slope_mb_per_h

MINUTES_LEAST = 9.0
ROUND_S = 100.0
WARM_SHARE = 0.33
SLOPE_MOST_MB_PER_H = 1.0
# A slope that so many rests cannot tell from what is asked for is not called growth.
ERRORS = 2.0
# A pool of connections or of threads may have one or two more by chance; a thread has three files of its database.
SOCKETS_MORE_MOST, FILES_MORE_MOST, THREADS_MORE_MOST, TASKS_MORE_MOST = 3, 9, 3, 2
KEYS_MORE_MOST = 6
FAILED_SHARE_MOST = 0.01


async def soak(stack: stacks.Stack, chosen: argparse.Namespace, told: Path) -> tuple[list[Rest], list[Person]]:
    """Rounds of load with a rest after each."""
    dice, began = random.Random(chosen.seed), time.monotonic()
    people = [Person.come(stack.address, random.Random(dice.random())) for _ in range(chosen.people)]
    rests: list[Rest] = []
    while time.monotonic() < began + 60.0 * chosen.minutes:
        until = time.monotonic() + ROUND_S
        await asyncio.gather(*(each.work(until) for each in people))
        rests.append(await asyncio.to_thread(at_rest, stack, began, told))
        print(f"  {rests[-1].at_s / 60.0:5.1f} min: {rests[-1].words()}", flush=True)
    return rests, people


def judge(rests: list[Rest]) -> tuple[str, list[str]]:
    """How memory grew, in words, and a sentence for each thing that has grown or stayed."""
    warm = [each for each in rests if each.at_s >= WARM_SHARE * rests[-1].at_s]
    first, last = warm[0], warm[-1]
    slopes, grown = [], []
    for name, held in last.held.items():
        slope, error = slope_mb_per_h(warm, name)
        slopes.append(f"{name} {slope:+.1f} ± {error:.1f}")
        if slope - ERRORS * error > SLOPE_MOST_MB_PER_H:
            grown.append(f"{name} grows by {slope:.1f} ± {error:.1f} MB an hour")
        grown += more_than(name, first.held.get(name), held)
    if last.keys > first.keys + KEYS_MORE_MOST:
        grown.append(f"{last.keys} keys, {first.keys} before")
    if last.for_ever:
        grown.append(f"keys without expiry: {last.for_ever[:5]}")
    if last.leases:
        grown.append(f"{last.leases} leases stay")
    return f"MB an hour from {len(warm)} rests: {', '.join(slopes)}", grown


def more_than(name: str, before: Held | None, now: Held) -> list[str]:
    """What a process holds more than before, beyond chance."""
    if before is None or before.pid != now.pid:
        return [f"{name} is another process than before"]
    most = {
        "sockets": SOCKETS_MORE_MOST,
        "files": FILES_MORE_MOST,
        "threads": THREADS_MORE_MOST,
        "tasks": TASKS_MORE_MOST,
    }
    return [
        f"{name} keeps {getattr(now, what)} {what}, {getattr(before, what)} before"
        for what, more in most.items()
        if getattr(now, what) > getattr(before, what) + more
    ]


def acts_in_words(people: list[Person]) -> tuple[str, list[str]]:
    """What people did, and what went wrong too often."""
    done = sum((Counter(each.done) for each in people), Counter[str]())
    failed = [sentence for each in people for sentence in each.failed]
    print(f"  {dict(done)}, {len(failed)} failed: {failed[:5]}")
    told = f"{done.total():,} acts of {len(people)} people, {len(failed)} failed"
    return told, [told] if len(failed) > FAILED_SHARE_MOST * done.total() else []


def main() -> int:
    """Starts everything, loads it, prints; 1 if something grew."""
    parser = argparse.ArgumentParser(description="Mixed load, and whether anything of it stays behind.")
    parser.add_argument("--minutes", type=float, default=30.0)
    parser.add_argument("--people", type=int, default=10)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(2**32))
    chosen = parser.parse_args()
    if chosen.minutes < MINUTES_LEAST:
        parser.error(f"a slope needs several rests: {MINUTES_LEAST:g} minutes at least")
    print(f"{chosen.minutes:g} minutes, seed {chosen.seed}", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        told = Path(folder) / "tasks"
        named = {"DJANGO_SETTINGS_MODULE": "tests.soak.telling.settings", "BACKLOT_TELLING": str(told)}
        with stacks.running(Path(folder), **named) as stack:
            rests, people = asyncio.run(soak(stack, chosen, told))
    if "BACKLOT_SAMPLES" in os.environ:
        Path(os.environ["BACKLOT_SAMPLES"]).write_text(json.dumps([each.plain() for each in rests]))
    acts, too_many = acts_in_words(people)
    slopes, grown = judge(rests)
    grown += too_many
    for sentence in [slopes, *grown]:
        print(f"  {sentence}")
    kept = "; ".join(grown) or "nothing else stays: sockets, files, threads, tasks, leases, keys"
    words = f"{chosen.minutes:g} minutes, {acts}; {slopes}; {kept}"
    record("R15", words, seed=chosen.seed, tier="N", holds=not grown, by="python -m tests.soak.leak")
    return 1 if grown else 0


if __name__ == "__main__":
    sys.exit(main())
