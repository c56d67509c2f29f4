"""What tracing costs: the same run traced and untraced, frame by frame in turn, so that noise falls on both."""

from __future__ import annotations

import statistics
import time

from benchmarks.engine_six_hundred import six_hundred
from benchmarks.figures import Figures
from benchmarks.peers.ten_nodes import ten_nodes
from engine.design.model import Design
from engine.plan.tracing import NO_TRACING, Tracing
from engine.simulate import start

ROUNDS = 7


def main() -> None:
    """The median over rounds counts; tracing everything is shown beside it."""
    figures = Figures()
    _overhead(ten_nodes(5.0, 0.0), 0, Tracing(one_in=1))
    designs = {"ten components": ten_nodes(120.0, 10.0), "600 components": six_hundred(5.0)}
    for name, design in designs.items():
        costs = [_overhead(design, seed, Tracing()) for seed in range(ROUNDS)]
        print(f"  {name}: one request in 100 costs " + ", ".join(f"{100 * each:+.1f} %" for each in costs))
        everything = statistics.median(_overhead(design, seed, Tracing(one_in=1, notes=10**8)) for seed in range(3))
        print(f"  {name}: every request costs {100 * everything:+.1f} %")
        figures.at_most(f"{name}, tracing one request in 100", 100 * statistics.median(costs), 5.0, "%")
    figures.write()


def _overhead(design: Design, seed: int, tracing: Tracing) -> float:
    """How much longer the traced run took, as a ratio."""
    runs = [start(design, seed, tracing=each) for each in (NO_TRACING, tracing)]
    spent = [0.0, 0.0]
    while not runs[0].finished:
        for place in (0, 1) if runs[0].frame_index % 2 else (1, 0):
            began = time.process_time()
            runs[place].advance(10**9)
            spent[place] += time.process_time() - began
    assert len({run.summary()["digest"] for run in runs}) == 1
    return spent[1] / spent[0] - 1.0


if __name__ == "__main__":
    main()
