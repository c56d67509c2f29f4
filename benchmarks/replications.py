"""Replications side by side: threads on two cores against one, in turn in one process (the loop runs without the
interpreter's lock)."""

from __future__ import annotations

import statistics
import time
from concurrent.futures import ThreadPoolExecutor

from benchmarks.figures import Figures
from benchmarks.peers.ten_nodes import ten_nodes
from engine.simulate import start

REPLICATIONS = 8
DURATION_S = 300.0
ROUNDS = 5


def main() -> None:
    """The median of the ratios of wall-clock times; the digests of both ways must be the same."""
    figures = Figures()
    _replication(0, 5.0)
    ratios = []
    for _ in range(ROUNDS):
        one_s, one = _timed(1)
        two_s, two = _timed(2)
        assert one == two, "a replication gives the same result on any number of threads"
        ratios.append(one_s / two_s)
        print(f"  {REPLICATIONS} replications: one thread {one_s:.2f} s, two threads {two_s:.2f} s")
    figures.at_least("replications, two cores to one", statistics.median(ratios), 1.8, "x")
    figures.write()


def _timed(threads: int) -> tuple[float, list[str]]:
    began = time.perf_counter()
    with ThreadPoolExecutor(threads) as pool:
        digests = list(pool.map(_replication, range(REPLICATIONS)))
    return time.perf_counter() - began, digests


def _replication(seed: int, duration_s: float = DURATION_S) -> str:
    simulation = start(ten_nodes(duration_s, 0.0), seed)
    while not simulation.finished:
        simulation.advance(100_000_000)
    return str(simulation.summary()["digest"])


if __name__ == "__main__":
    main()
