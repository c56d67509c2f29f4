"""What tracing costs: the same run traced and untraced, frame by frame in turn, so that noise falls on both."""

from __future__ import annotations

import time

from benchmarks.figures import Figures
from benchmarks.peers.clusters import clustered
from benchmarks.peers.ten_nodes import ten_nodes
from engine.design.model import Design
from engine.plan.tracing import NO_TRACING, Tracing
from engine.simulate import start

ROUNDS = 5


def main() -> None:
    """Tracing everything is shown beside it."""
    figures = Figures()
    _round(ten_nodes(5.0, 0.0), Tracing(one_in=1))
    designs = {"ten components": ten_nodes(60.0, 10.0), "600 components": clustered(13, 5.0)}
    for name, design in designs.items():
        everything = _overhead(design, Tracing(one_in=1, notes=10**8), rounds=1)
        print(f"  {name}: tracing every request costs {100 * everything:+.1f} %")
        figures.at_most(f"{name}, tracing one request in 100", 100 * _overhead(design, Tracing(), ROUNDS), 5.0, "%")
    figures.write()


def _overhead(design: Design, tracing: Tracing, rounds: int) -> float:
    """How much longer the traced run takes, as a ratio.

    Every round does the same work, so the least time of each frame over the rounds is what it costs undisturbed.
    """
    spent = [_round(design, tracing) for _ in range(rounds)]
    untraced, traced = (sum(map(min, zip(*(each[place] for each in spent), strict=True))) for place in (0, 1))
    return traced / untraced - 1.0


def _round(design: Design, tracing: Tracing) -> tuple[list[float], list[float]]:
    """CPU seconds of every frame, untraced and traced."""
    runs = [start(design, 1, tracing=each) for each in (NO_TRACING, tracing)]
    spent: tuple[list[float], list[float]] = ([], [])
    while not runs[0].finished:
        for place in (0, 1) if runs[0].frame_index % 2 else (1, 0):
            began = time.process_time()
            runs[place].advance(10**9)
            spent[place].append(time.process_time() - began)
    assert len({run.summary()["digest"] for run in runs}) == 1
    return spent


if __name__ == "__main__":
    main()
