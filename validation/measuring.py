"""Measures rows: one task for each row and seed, in this process or in a pool of processes."""

from __future__ import annotations

import multiprocessing
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass

from validation.discovery import rows
from validation.row import Effort, Row
from validation.verdict import Judged, Verdict, judge, worst

PROCESSES = 2

Progress = Callable[[str, int, int], None]
"""Told after each run: the number of its row, how many runs are done, how many there are in all."""


@dataclass(frozen=True, slots=True)
class Seed:
    """What one seed of a row gave: its values and the processor time, or the error that ended it."""

    values: dict[str, float]
    seconds: float
    error: str = ""


@dataclass(frozen=True, slots=True)
class Measured:
    """A row with its judged checks. `seconds` is the processor time that its runs took; `error` a broken row's."""

    row: Row
    effort: Effort
    judged: tuple[Judged, ...]
    seconds: float
    error: str = ""

    @property
    def verdict(self) -> Verdict:
        """The worst verdict of its checks; a row that broke fails."""
        return "fails" if self.error else worst(each.verdict for each in self.judged)


def measure_row(row: Row, effort: Effort) -> Measured:
    """Measures one row here and now; raises what it raises."""
    return _judged(row, effort, [_measure_seed(row, seed, effort) for seed in row.seeds_of(effort)])


def measure_rows(chosen: Sequence[Row], effort: Effort, progress: Progress) -> Iterator[Measured]:
    """Measures rows in a pool of processes; gives each row when its last seed is done."""
    results: dict[str, dict[int, Seed]] = {row.number: {} for row in chosen}
    tasks = [(row, seed) for row in chosen for seed in row.seeds_of(effort)]
    with ProcessPoolExecutor(PROCESSES, mp_context=multiprocessing.get_context("spawn")) as pool:
        owners = {pool.submit(measure_task, row.number, seed, effort): (row, seed) for row, seed in tasks}
        for done, future in enumerate(as_completed(owners), start=1):
            row, seed = owners[future]
            progress(row.number, done, len(owners))
            mine = results[row.number]
            mine[seed] = future.result()
            if len(mine) == len(row.seeds_of(effort)):
                yield _judged(row, effort, [mine[each] for each in sorted(mine)])


def measure_task(number: str, seed: int, effort: Effort) -> Seed:
    """What a process of the pool does. An error is a result: the other rows are measured all the same."""
    try:
        return _measure_seed(rows()[number], seed, effort)
    except Exception:
        return Seed({}, 0.0, traceback.format_exc())


def _measure_seed(row: Row, seed: int, effort: Effort) -> Seed:
    begun = time.process_time()
    found = row.measure(seed, effort)
    values = {each.name: float(found[each.name]) for each in row.checks_of(effort)}
    return Seed(values, time.process_time() - begun)


def _judged(row: Row, effort: Effort, seeds: Sequence[Seed]) -> Measured:
    seconds = sum(each.seconds for each in seeds)
    error = next((each.error for each in seeds if each.error), "")
    if error:
        return Measured(row, effort, (), seconds, error)
    judged = [judge(each, [seed.values[each.name] for seed in seeds]) for each in row.checks_of(effort)]
    return Measured(row, effort, tuple(judged), seconds)
